//! Following a listing from page to page, whoever asks for them.

use crate::api::{ApiError, Cursors, Endless, Page, Reader};
use crate::model::query::Query;

/// Why a listing did not come to its end.
pub(super) enum Broken<E> {
    /// A request failed.
    Failed(E),
    /// It has no end.
    Endless(Endless),
}

/// Who asks: the planner, or a run that counts its requests.
pub(super) trait Asker: Sync {
    /// Why there is no answer.
    type Error;

    /// One page.
    fn page_of(
        &self,
        query: &Query,
        cursor: Option<&str>,
    ) -> impl Future<Output = Result<Page, Self::Error>> + Send;
}

impl Asker for Reader {
    type Error = ApiError;

    async fn page_of(&self, query: &Query, cursor: Option<&str>) -> Result<Page, ApiError> {
        match query {
            Query::Kind(listing) => self.list(listing, cursor).await,
            Query::Tag(kind, tag) => self.by_tag(*kind, tag, cursor).await,
        }
    }
}

/// Follows a listing from its first page to its last.
///
/// # Errors
/// See [`Broken`]: then the listing is not complete.
pub(super) async fn follow<A: Asker>(
    asker: &A,
    query: &Query,
    mut take: impl FnMut(Page),
) -> Result<(), Broken<A::Error>> {
    let (mut cursor, mut cursors) = (None::<String>, Cursors::default());
    loop {
        let mut answer = asker.page_of(query, cursor.as_deref()).await.map_err(Broken::Failed)?;
        let next = answer.next_cursor.take();
        let assets = answer.items.iter().map(|asset| (asset.asset_id, Some(&asset.name), ""));
        let unreadable = answer.unreadable.iter().map(|entry| (None, None, &*entry.text));
        let next = cursors.next(assets.chain(unreadable), next);
        take(answer);
        match next {
            Ok(None) => return Ok(()),
            Ok(next) => cursor = next,
            Err(endless) => return Err(Broken::Endless(endless)),
        }
    }
}
