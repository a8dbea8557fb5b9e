//! Asking for assets by their public IDs.

use crate::api::{During, Kind as Refused, Page};
use crate::jobs::preview_reader::PreviewReader;
use crate::model::asset::{DeliveryType, ResourceType};
use crate::model::problem::Problem;

/// One resource type and delivery type.
pub(super) type Kind = (ResourceType, DeliveryType);

/// Those of at most a hundred public IDs that are there. `None`: the server does not know such a
/// delivery type, so nothing is of it. Rows may say any.
pub(super) async fn named(
    reader: &PreviewReader,
    kind: ResourceType,
    delivery: &DeliveryType,
    public_ids: &[&str],
) -> Result<Option<Page>, Problem> {
    match reader.by_public_ids(kind, delivery, public_ids).await {
        Ok(page) => Ok(Some(page)),
        Err(error) if error.kind == Refused::BadRequest && !DeliveryType::COMMON.contains(delivery) => {
            tracing::info!(%delivery, "the server does not know this delivery type");
            Ok(None)
        }
        Err(error) => Err(error.problem(During::Reading)),
    }
}
