//! Figures of the client: `cargo bench --bench api`. It prints, and judges nothing.

#![expect(clippy::print_stdout, reason = "a benchmark is there to be read")]

#[path = "../tests/api/support/warrant.rs"]
mod warrant;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use cloudsweep::api::{Ask, Assets, BulkAnswer, BulkOptions, Client, Page, Search};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{Asset, AssetId, DeliveryType, ResourceType};
use cloudsweep_practice::{Server, Settings};

/// Assets of the largest page.
const PAGE: usize = 500;
/// Assets of the library that is listed.
const LIBRARY: usize = 100_000;
/// Assets of each library that is deleted.
const DELETED: usize = 4_000;

fn main() {
    parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        list().await;
        delete().await;
    });
}

/// A page as a search gives it, with what is not read.
fn page() -> String {
    let mut json = String::from("{\"total_count\":500,\"time\":24,\"resources\":[");
    for number in 0..PAGE {
        let comma = if number > 0 { "," } else { "" };
        let url = format!("res.cloudinary.com/demo/image/upload/v1719305903/products/2021/item-{number}.jpg");
        write!(
            json,
            "{comma}{{\"asset_id\":\"{number:032x}\",\"public_id\":\"products/2021/item-{number}\",\
             \"asset_folder\":\"products/2021\",\"filename\":\"item-{number}\",\"display_name\":\"item {number}\",\
             \"format\":\"jpg\",\"version\":1719305903,\"resource_type\":\"image\",\"type\":\"upload\",\
             \"created_at\":\"2024-02-25T08:58:23+00:00\",\"uploaded_at\":\"2024-02-25T08:58:23+00:00\",\
             \"bytes\":379132,\"backup_bytes\":0,\"width\":1870,\"height\":1250,\"aspect_ratio\":1.496,\
             \"pixels\":2337500,\"url\":\"http://{url}\",\"secure_url\":\"https://{url}\",\"status\":\"active\",\
             \"access_mode\":\"public\",\"access_control\":null,\"etag\":\"d41d8cd98f00b204e9800998ecf8427e\",\
             \"created_by\":{{\"access_key\":\"1234\"}},\"uploaded_by\":{{\"access_key\":\"1234\"}},\
             \"tags\":[\"sale\",\"summer 2021\"]}}"
        )
        .expect("a string grows");
    }
    json.push_str("],\"next_cursor\":\"a1b2c3d4e5f60718293a4b5c6d7e8f90\"}");
    json
}

fn parse() {
    let json = page();
    let mut times: Vec<Duration> = (0..300)
        .map(|_| {
            let begun = Instant::now();
            let page = Page::from_json(black_box(json.as_bytes())).expect("a page");
            assert_eq!(black_box(page).items.len(), PAGE);
            begun.elapsed()
        })
        .collect();
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("parse {PAGE} assets ({} kB): {median:.2?} median, {worst:.2?} at worst", json.len() / 1000);
}

/// A practice environment at no latency with a quota that nobody reaches.
async fn practice(assets: usize) -> (Server, Client) {
    let settings = Settings { assets, quota: 10_000_000, ..Settings::default() };
    let server = Server::start(settings).await.expect("a practice environment");
    let credentials = Credentials::from_cloudinary_url(&server.cloudinary_url()).expect("its own line");
    (server, Client::new(credentials).expect("a client"))
}

/// Everything of every resource type, page by page.
async fn everything(client: &Client) -> Vec<Asset> {
    let reader = client.reader();
    let mut assets = Vec::new();
    for kind in ResourceType::ALL {
        let mut cursor = None;
        loop {
            let of_kind = Assets::OfKind { kind, delivery: None, prefix: None };
            let page = reader.page(of_kind, &Ask::page(cursor.as_deref())).await.expect("a page");
            assets.extend(page.items.into_iter().filter(|asset| !asset.placeholder));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
    }
    assets
}

async fn list() {
    let (server, client) = practice(LIBRARY).await;
    let begun = Instant::now();
    let assets = everything(&client).await.len();
    let (took, requests) = (begun.elapsed(), server.probe().requests().total);
    println!("list {assets} assets, kind by kind: {took:.2?}, {requests} requests");
    let begun = Instant::now();
    let (reader, mut cursor, mut assets) = (client.reader(), None, 0);
    loop {
        let page = reader.search(&Search::default(), cursor.as_deref()).await.expect("a page");
        assets += page.items.len();
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    println!("search {assets} assets: {:.2?}", begun.elapsed());
}

/// The ways to delete, and how many requests each takes.
#[derive(Clone, Copy, Debug)]
enum Route {
    Destroy,
    AssetIds,
    PublicIds,
    Prefix,
    Tag,
    All,
    Derived,
}

async fn delete() {
    use Route::{All, AssetIds, Derived, Destroy, Prefix, PublicIds, Tag};
    for route in [Destroy, AssetIds, PublicIds, Prefix, Tag, All, Derived] {
        let (server, client) = practice(DELETED).await;
        let assets = everything(&client).await;
        let before = server.probe().requests();
        let begun = Instant::now();
        let deleted = carry_out(route, &client, &assets).await;
        let (took, now) = (begun.elapsed(), server.probe().requests());
        // What asks for copies beforehand is counted too, and no part of the deletion.
        let (all, asked) = (now.changing - before.changing, now.reading - before.reading);
        let counted = now.counted - before.counted - asked;
        println!(
            "delete by {route:?}: {deleted} in {took:.2?}; {:.4} requests each, {:.4} of them counted",
            all as f64 / deleted as f64,
            counted as f64 / deleted as f64
        );
    }
}

/// Gives how many were deleted.
async fn carry_out(route: Route, client: &Client, assets: &[Asset]) -> usize {
    let deleter = warrant::deleter(client);
    let (kind, delivery) = (ResourceType::Image, DeliveryType::Upload);
    let images: Vec<&Asset> = (assets.iter())
        .filter(|asset| asset.name.resource_type == kind && asset.name.delivery_type == delivery)
        .collect();
    let mut gone = 0;
    match route {
        Route::Destroy => {
            for asset in &images {
                deleter.destroy(&asset.name, true).await.expect("destroyed");
                gone += 1;
            }
        }
        Route::AssetIds => {
            let ids: Vec<AssetId> = assets.iter().filter_map(|asset| asset.asset_id).collect();
            for hundred in ids.chunks(100) {
                let answer = deleter.by_asset_ids(hundred, BulkOptions::default()).await;
                gone += answer.expect("an answer").deleted.len();
            }
        }
        Route::PublicIds => {
            let ids: Vec<&str> = images.iter().map(|asset| &*asset.name.public_id).collect();
            for hundred in ids.chunks(100) {
                let answer = deleter.by_public_ids(kind, &delivery, hundred, BulkOptions::default()).await;
                gone += answer.expect("an answer").deleted.len();
            }
        }
        Route::Derived => {
            let copies = copies(client, &images).await;
            for hundred in copies.chunks(100) {
                gone += deleter.derived(hundred).await.expect("an answer").deleted.len();
            }
        }
        Route::Prefix | Route::Tag | Route::All => {
            let prefix = images[0].name.public_id.split_inclusive('/').next().expect("a start").to_owned();
            let tag = images.iter().flat_map(|asset| &asset.tags).next().expect("a tag").clone();
            let mut cursor: Option<String> = None;
            loop {
                let options = BulkOptions { next_cursor: cursor.as_deref(), ..BulkOptions::default() };
                let answer = match route {
                    Route::Prefix => deleter.by_prefix(kind, &delivery, &prefix, options).await,
                    Route::Tag => deleter.by_tag(kind, &tag, options).await,
                    _ => deleter.all(kind, &delivery, options).await,
                };
                let BulkAnswer { deleted: entries, partial, next_cursor } = answer.expect("an answer");
                gone += entries.len();
                cursor = next_cursor;
                if !partial {
                    break;
                }
            }
        }
    }
    gone
}

/// The IDs of copies of some of the images.
async fn copies(client: &Client, images: &[&Asset]) -> Vec<AssetId> {
    let mut copies = Vec::new();
    for asset in images.iter().take(400) {
        let asked = cloudsweep::api::AssetRef::ByName(asset.name.clone());
        let details = client.reader().details(&asked).await.expect("details");
        copies.extend(details.into_iter().flat_map(|details| details.derived).map(|copy| copy.id));
    }
    copies
}
