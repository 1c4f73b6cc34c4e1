//! What is measured of a server, in the form of Prometheus.
//!
//! A label holds what the program itself knows the names of: routes, methods, codes. Never what a caller sent.

use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::MatchedPath;
use axum::http::{Method, StatusCode};
use finsam_core::protokoll::Importantal;
use finsam_store::StoreError;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

use crate::app::App;

const ANROP: &str = "finsam_requests_total";
const ANROPSTID: &str = "finsam_request_duration_seconds";
const IMPORTRADER: &str = "finsam_import_rows_total";
const DATABASFEL: &str = "finsam_database_errors_total";

/// The upper ends of the classes of durations, in seconds.
const KLASSER: [f64; 13] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// Counts a request and its time.
pub(crate) fn request(method: &Method, route: Option<&MatchedPath>, status: StatusCode, time: Duration) {
    // Anything may be sent for a method; only those that there are become a label.
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "other",
    };
    let route = route.map_or_else(|| "-".to_owned(), |route| route.as_str().to_owned());
    counter!(ANROP, "method" => method, "route" => route.clone(), "status" => status.as_u16().to_string()).increment(1);
    histogram!(ANROPSTID, "method" => method, "route" => route).record(time);
}

/// Counts the rows of an import that was to be carried out, when it has ended.
pub(crate) fn import_rows(antal: &Importantal) {
    let Importantal { skapade, uppdaterade, oforandrade, raderade, avvisade, ej_verkstallda, .. } = *antal;
    for (outcome, rows) in [
        ("skapad", skapade),
        ("uppdaterad", uppdaterade),
        ("oforandrad", oforandrade),
        ("raderad", raderade),
        ("avvisad", avvisade),
        ("ej_verkstalld", ej_verkstallda),
    ] {
        counter!(IMPORTRADER, "outcome" => outcome).increment(rows);
    }
}

/// Counts a failure of the store.
pub(crate) fn database_error(error: &StoreError) {
    let kind = match error {
        StoreError::Unavailable(_) => "unavailable",
        // The server was started without a key: said at each write, and no fault of the database.
        StoreError::NoKey => return,
        _ => "error",
    };
    counter!(DATABASFEL, "kind" => kind).increment(1);
}

/// What has been measured in this process.
#[derive(Debug, Clone)]
pub struct Matvarden {
    handle: PrometheusHandle,
    process: Collector,
}

impl Matvarden {
    /// Starts measuring; once for the whole process.
    ///
    /// # Errors
    /// When something else measures already.
    pub fn start() -> Result<Self, BuildError> {
        static STARTED: OnceLock<PrometheusHandle> = OnceLock::new();
        let process = Collector::default();
        let handle = match STARTED.get() {
            Some(handle) => handle.clone(),
            None => {
                let handle = PrometheusBuilder::new().set_buckets(&KLASSER)?.install_recorder()?;
                describe();
                process.describe();
                STARTED.get_or_init(|| handle).clone()
            }
        };
        Ok(Self { handle, process })
    }

    /// Keeps what has been measured small; to be done every few seconds.
    pub fn tidy(&self) {
        self.handle.run_upkeep();
    }

    /// Everything, as Prometheus reads it.
    #[must_use]
    pub fn render(&self, app: &App) -> String {
        gauges(app);
        self.process.collect();
        self.handle.render()
    }
}

/// What stands at this moment.
fn gauges(app: &App) {
    let load = app.store.load();
    let database = app.store.kind().namn();
    gauge!("finsam_database_sessions_max", "database" => database).set(number(load.platser));
    gauge!("finsam_database_sessions_in_use", "database" => database).set(number(load.upptagna));
    gauge!("finsam_database_sessions_waiting", "database" => database).set(number(load.vantar));
    if let Some(waiting) = load.skrivko {
        gauge!("finsam_database_writer_queue", "database" => database).set(number(waiting));
    }
    gauge!("finsam_requests_under_way").set(number(app.drift.requests()));
    gauge!("finsam_import_jobs_under_way").set(number(app.jobb.count()));
    gauge!("finsam_statistics_loaded").set(f64::from(u8::from(app.statistik.is_loaded())));
    gauge!("finsam_ending").set(f64::from(u8::from(app.drift.is_ending())));
    gauge!("finsam_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
}

#[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
const fn number(count: usize) -> f64 {
    count as f64
}

fn describe() {
    describe_counter!(ANROP, "Requests answered, by method, route and status");
    describe_histogram!(ANROPSTID, Unit::Seconds, "Time from the head of a request to its answer");
    describe_counter!(IMPORTRADER, "Rows of imports that have ended, by outcome");
    describe_counter!(DATABASFEL, "Failures of the database told to callers, by kind");
    for (name, text) in [
        ("finsam_database_sessions_max", "Sessions with the database that can be under way"),
        ("finsam_database_sessions_in_use", "Sessions with the database under way"),
        ("finsam_database_sessions_waiting", "Sessions that wait for their turn"),
        (
            "finsam_database_writer_queue",
            "Units of work that wait for the one writer of SQLite, rounds of imports not counted",
        ),
        ("finsam_requests_under_way", "Requests under way, this one not counted"),
        ("finsam_import_jobs_under_way", "Import jobs running or queued"),
        ("finsam_statistics_loaded", "1 when the statistics have been loaded"),
        ("finsam_ending", "1 when the server is ending"),
        ("finsam_build_info", "1, with the version of the program"),
    ] {
        describe_gauge!(name, text);
    }
}
