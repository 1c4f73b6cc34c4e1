//! Questions to the API over a register.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use finsam_api::app::router;
use finsam_api::kommando::prepare_demo;
use finsam_store::Store;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::process::Demo;

/// The demo's application over another register.
pub async fn app(demo: &Demo, store: Arc<dyn Store>) -> Router {
    router(prepare_demo(store, demo.ring(), demo.folder.path(), 0).await.unwrap())
}

/// What a role is answered.
pub async fn ask(app: &Router, demo: &Demo, roll: &str, path: &str) -> (StatusCode, String) {
    let token = std::fs::read_to_string(demo.path("tokens").join(format!("{roll}.token"))).unwrap();
    let request = Request::get(format!("/finsam/v1{path}"))
        .header("Authorization", format!("Bearer {}", token.trim()))
        .body(Body::empty())
        .unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
}

/// What a role is answered that may ask.
pub async fn answer(app: &Router, demo: &Demo, roll: &str, path: &str) -> String {
    let (status, text) = ask(app, demo, roll, path).await;
    assert_eq!(status, 200, "{path}");
    text
}

/// The changes after a place, each with its marker: those differ from answer to answer.
pub async fn changes(app: &Router, demo: &Demo, roll: &str, efter: &str) -> Vec<(String, Value)> {
    let said = answer(app, demo, roll, &format!("/andringar?limit=1000{efter}")).await;
    let mut said: Value = serde_json::from_str(&said).unwrap();
    let poster = said["poster"].as_array_mut().unwrap();
    poster.iter_mut().map(|post| (post["markor"].take().as_str().unwrap().to_owned(), post.take())).collect()
}

/// For each role that follows the changes, the marker of a place amid them.
pub async fn markers(app: &Router, demo: &Demo) -> Vec<(&'static str, String)> {
    let mut markers = Vec::new();
    for roll in ["partssystem", "forbundsadministrator"] {
        let changes = changes(app, demo, roll, "").await;
        markers.push((roll, changes[changes.len() / 2].0.clone()));
    }
    markers
}
