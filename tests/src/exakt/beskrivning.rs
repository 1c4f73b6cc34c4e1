//! What the description says that operations can answer.

use serde_json::Value;

/// The operations that the description has, with the statuses of each.
#[derive(Debug)]
pub struct Beskrivning(Value);

impl Beskrivning {
    /// Reads the description that is checked in.
    #[must_use]
    pub fn read() -> Self {
        Self(serde_json::from_str(include_str!("../../../openapi/finsam.v1.json")).unwrap())
    }

    /// Every operation: method and path.
    #[must_use]
    pub fn operations(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for method in ["get", "put", "post", "delete", "patch"] {
                if item.get(method).is_some() {
                    all.push((method.to_uppercase(), path.clone()));
                }
            }
        }
        all
    }

    fn template(&self, path: &str) -> Option<&str> {
        let path = path.split('?').next().unwrap();
        let pieces: Vec<&str> = path.split('/').collect();
        let mut fitting: Vec<&String> = self.0["paths"].as_object().unwrap().keys().collect();
        fitting.retain(|known| {
            let known: Vec<&str> = known.split('/').collect();
            known.len() == pieces.len()
                && known.iter().zip(&pieces).all(|(k, p)| if k.starts_with('{') { !p.is_empty() } else { k == p })
        });
        fitting.into_iter().min_by_key(|known| known.matches('{').count()).map(String::as_str)
    }

    /// Whether the operation says that it can answer so; `None` when there is no such operation.
    #[must_use]
    pub fn documents(&self, method: &str, path: &str, status: u16) -> Option<bool> {
        let item = &self.0["paths"][self.template(path)?];
        let method = if method == "HEAD" { "GET" } else { method };
        let operation = item.get(method.to_lowercase())?;
        Some(operation["responses"].get(status.to_string()).is_some())
    }
}
