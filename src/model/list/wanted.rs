//! The one certain reading of a row, or why it has none.

use super::narrowed::Narrowed;
use crate::model::asset::{AssetId, AssetName, DeliveryType, ResourceType};
use crate::model::delivery::{self, Hosts, Reading};
use crate::model::guess::{is_too_long, trimmed};
use crate::model::source::Record;

/// What one row certainly asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Every asset of this public ID, the row's text, of the kinds that the form says.
    PublicId,
    /// The row's text could be an asset ID and a public ID: the one of them that is there. Where
    /// both are, nothing is certain.
    Id(AssetId),
    /// A row of a table.
    Record(Box<Narrowed>),
    /// A delivery link, and the asset that it names; `None`: it can be read in more than one way.
    Link(Option<Box<AssetName>>),
    /// An address that is no delivery link of this environment: the public ID of a fetched asset,
    /// where those are among the kinds that the form says.
    Address(Refusal),
    /// Cannot be looked up.
    Unreadable(Refusal),
}

/// Why a row names nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// A link of the environment with this cloud name.
    OtherCloud(Box<str>),
    /// A link on this host.
    OtherHost(Box<str>),
    /// A link, but not to an asset.
    NoAsset,
    /// More than 255 characters.
    TooLong,
    /// Characters that no public ID has.
    Control,
    /// A `CLOUDINARY_URL`: holds a secret, and is not repeated.
    Credentials,
    /// The column of asset IDs holds something else.
    NotAnAssetId,
    /// The column of resource types holds something else.
    NotAResourceType(Box<str>),
    /// The column of delivery types holds something else.
    NotADeliveryType(Box<str>),
    /// The column of versions holds something else.
    NotAVersion,
    /// The public ID and the link of one row name different assets.
    Conflict,
    /// Of a receipt for copies: the original was to stay.
    CopiesOnly,
    /// Of a receipt: it was left out of that deletion.
    LeftOut,
    /// Columns are missing in this row, cannot be read or contradict each other.
    Unclear,
    /// A row of a table without a public ID, asset ID or link.
    Nothing,
}

/// Reads one text, blanks at its ends cut off.
pub(super) fn of_text(text: &str, hosts: &Hosts) -> Wanted {
    if text.len() == 32
        && let Ok(id) = text.parse()
    {
        return Wanted::Id(id);
    }
    match delivery::read_certain(text, hosts) {
        Reading::Link(named) => Wanted::Link(named.certain.map(Box::new)),
        Reading::OtherCloud(cloud) => refused(text, Refusal::OtherCloud(cloud)),
        Reading::OtherHost(host) => refused(text, Refusal::OtherHost(host)),
        Reading::NoAsset => refused(text, Refusal::NoAsset),
        Reading::NotALink => {
            let field = delivery::stored_field(text).and_then(|named| named.certain);
            match (field, not_a_public_id(text)) {
                (Some(name), _) => Wanted::Link(Some(Box::new(name))),
                (None, Some(refusal)) => Wanted::Unreadable(refusal),
                (None, None) => Wanted::PublicId,
            }
        }
    }
}

fn refused(text: &str, refusal: Refusal) -> Wanted {
    if holds_credentials(text) {
        Wanted::Unreadable(Refusal::Credentials)
    } else if delivery::is_address(text) && not_a_public_id(text).is_none() {
        Wanted::Address(refusal)
    } else {
        Wanted::Unreadable(refusal)
    }
}

fn holds_credentials(text: &str) -> bool {
    text.contains("://") && text.to_ascii_lowercase().contains("cloudinary://")
}

fn not_a_public_id(text: &str) -> Option<Refusal> {
    if holds_credentials(text) {
        Some(Refusal::Credentials)
    } else if is_too_long(text) {
        Some(Refusal::TooLong)
    } else if text.chars().any(char::is_control) {
        Some(Refusal::Control)
    } else {
        None
    }
}

/// Reads one row of a table; gives also the text to show for it.
pub(super) fn of_record(record: &Record<'_>, hosts: &Hosts) -> (String, Wanted) {
    let public_id = record.public_id.as_deref().map(trimmed).filter(|id| !id.is_empty());
    let text = public_id.or(record.url.as_deref()).or(record.asset_id.as_deref()).unwrap_or_default();
    let wanted = match narrowed(record, public_id, hosts) {
        Ok(wanted) => wanted,
        Err(refusal) => Wanted::Unreadable(refusal),
    };
    (text.to_owned(), wanted)
}

fn narrowed(record: &Record<'_>, public_id: Option<&str>, hosts: &Hosts) -> Result<Wanted, Refusal> {
    if record.left_out {
        return Err(Refusal::LeftOut);
    }
    if record.copies_only {
        return Err(Refusal::CopiesOnly);
    }
    if record.unclear {
        return Err(Refusal::Unclear);
    }
    let mut row = Narrowed {
        resource_type: record.resource_type.as_deref().map(resource_type).transpose()?,
        delivery_type: record.delivery_type.as_deref().map(delivery_type).transpose()?,
        format: record.format.as_deref().map(|format| format.trim_start_matches('.').to_lowercase().into()),
        version: record.version.as_deref().map(version).transpose()?,
        ..Narrowed::default()
    };
    if let Some(id) = &record.asset_id {
        row.asset_id = Some(id.parse().map_err(|_not_one| Refusal::NotAnAssetId)?);
        row.public_id = public_id.map(Into::into);
        return Ok(Wanted::Record(Box::new(row)));
    }
    match (public_id, record.url.as_deref()) {
        // With a delivery type beside it an address is a public ID, as of a fetched asset.
        (Some(id), _) if row.delivery_type.is_none() && is_link(id, hosts) => of_link(id, row, hosts),
        (Some(id), url) => {
            // What stands in a cell of its own is what Cloudinary once said, however odd.
            if let Some(refusal) = not_a_public_id(id).filter(|refusal| *refusal != Refusal::Control) {
                return Err(refusal);
            }
            row.public_id = Some(id.into());
            url.map_or(Ok(()), |url| agree(&mut row, id, url, hosts))?;
            Ok(Wanted::Record(Box::new(row)))
        }
        (None, Some(url)) => of_link(url, row, hosts),
        (None, None) => Err(Refusal::Nothing),
    }
}

/// Whether the column of public IDs holds a link.
fn is_link(text: &str, hosts: &Hosts) -> bool {
    !matches!(delivery::read(text, hosts), Reading::NotALink)
}

/// A link, narrowed by the other columns.
fn of_link(text: &str, row: Narrowed, hosts: &Hosts) -> Result<Wanted, Refusal> {
    match of_text(trimmed(text), hosts) {
        Wanted::Link(Some(name)) if row.admits_kinds(&name) => Ok(Wanted::Record(Box::new(Narrowed {
            public_id: Some(name.public_id),
            resource_type: Some(name.resource_type),
            delivery_type: Some(name.delivery_type),
            ..row
        }))),
        Wanted::Link(Some(_)) => Err(Refusal::Conflict),
        Wanted::PublicId | Wanted::Id(_) => {
            Ok(Wanted::Record(Box::new(Narrowed { public_id: Some(trimmed(text).into()), ..row })))
        }
        Wanted::Unreadable(refusal) => Err(refusal),
        other => Ok(other),
    }
}

/// The link of a row with a public ID narrows it to the kind in which it names that.
fn agree(row: &mut Narrowed, public_id: &str, url: &str, hosts: &Hosts) -> Result<(), Refusal> {
    match delivery::read(url, hosts) {
        Reading::Link(named) => {
            let name = named.names().find(|name| *name.public_id == *public_id && row.admits_kinds(name));
            let name = name.ok_or(Refusal::Conflict)?;
            row.resource_type = Some(name.resource_type);
            row.delivery_type = Some(name.delivery_type);
            Ok(())
        }
        Reading::OtherCloud(cloud) => Err(Refusal::OtherCloud(cloud)),
        // Whatever else stands there says nothing about the public ID.
        Reading::OtherHost(_) | Reading::NoAsset | Reading::NotALink => Ok(()),
    }
}

fn resource_type(word: &str) -> Result<ResourceType, Refusal> {
    word.parse().map_err(|_unknown| Refusal::NotAResourceType(word.into()))
}

/// Cloudinary refuses a word that it does not know, and with it the whole request.
fn delivery_type(word: &str) -> Result<DeliveryType, Refusal> {
    delivery::type_of_word(&word.to_ascii_lowercase()).ok_or_else(|| Refusal::NotADeliveryType(word.into()))
}

fn version(text: &str) -> Result<u64, Refusal> {
    text.trim_start_matches('v').parse().map_err(|_not_one| Refusal::NotAVersion)
}
