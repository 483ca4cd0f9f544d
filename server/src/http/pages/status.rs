//! The pages' port to the state of the service.

use crate::app::AppState;
use app::port::{Part, PartState, PortError, Service, ServiceState};
use async_trait::async_trait;

/// Seconds without a good answer after which live data counts as late, and as gone.
const DELAYED_SECONDS: i64 = 60;
const STALE_SECONDS: i64 = 600;

/// How the parts fare, in words anybody may read.
pub struct StatusPort(pub AppState);

#[async_trait]
impl Service for StatusPort {
    async fn state(&self) -> Result<ServiceState, PortError> {
        let now = self.0.clock.now();
        let mut parts: Vec<Part> = self
            .0
            .statuses
            .all()
            .into_iter()
            .map(|(sport, status)| {
                let age = status.last_good.map(|at| (now - at).num_seconds());
                let (state, detail) = match age {
                    None if status.failing => (PartState::Down, "The upstream has not answered yet.".to_owned()),
                    None => (PartState::Degraded, "Starting: the first answer is on its way.".to_owned()),
                    Some(age) if age > STALE_SECONDS && status.failing => {
                        (PartState::Down, format!("The upstream has not answered for {} minutes; the last state is shown.", age / 60))
                    }
                    Some(age) if age > DELAYED_SECONDS && status.failing => {
                        (PartState::Degraded, format!("The upstream is late: last answer {age} s ago."))
                    }
                    Some(age) => (PartState::Working, format!("Last answer {age} s ago.")),
                };
                Part { name: format!("{} data", sport.name()), state, detail }
            })
            .collect();
        let stats = self.0.hub.stats();
        parts.push(Part {
            name: "Push".to_owned(),
            state: PartState::Working,
            detail: format!("{} open sockets and streams.", stats.sockets + stats.streams),
        });
        let database = self.0.pulse.beats().await;
        parts.push(Part {
            name: "REST API".to_owned(),
            state: if database { PartState::Working } else { PartState::Degraded },
            detail: if database {
                "All reads are served.".to_owned()
            } else {
                "Current matches are served from memory; older ones cannot be read now.".to_owned()
            },
        });
        Ok(ServiceState { parts, as_of: now })
    }
}
