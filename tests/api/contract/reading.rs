//! What reads.

use cloudsweep::api::{
    self, Ask, AssetRef, Assets, Block, Certainty, Client, Kind, LookFor, Page, ProxySwitch, Search,
};
use cloudsweep::model::account::Credentials;
use cloudsweep::model::asset::{DeliveryType, ResourceType};
use cloudsweep::model::query::Listing;

use super::place::{Made, Place, eventually};

fn holds(page: &Page, made: &Made) -> bool {
    page.items.iter().any(|asset| asset.asset_id == Some(made.id) && asset.name == made.name)
}

pub async fn credentials_are_tried(place: &Place) {
    place.reader.ping().await.expect("pong");
    let account =
        api::test_connection(&ProxySwitch::default(), place.credentials.clone()).await.expect("connected");
    assert_eq!(account.folder_mode, Some(place.folder_mode));
    assert!(!place.reader.resource_types().await.expect("types").is_empty());
    let quota = *place.client.quota().borrow();
    assert!(quota.limit.is_some() && quota.remaining <= quota.limit, "{quota:?}");
    let environment = &place.credentials.environment;
    let wrong = Credentials::from_fields(
        &environment.cloud_name,
        &environment.api_key,
        "certainly-not-the-secret",
        &environment.region,
    );
    let wrong = Client::new(wrong.expect("fields of the right shape")).expect("a client");
    let error = wrong.reader().ping().await.expect_err("a wrong secret");
    assert!(matches!(error.kind, Kind::Unauthorised(_)), "{error:?}");
    assert_eq!(error.certainty, Certainty::Refused);
}

pub async fn an_asset_is_found_by_every_listing(place: &Place) {
    let tag = place.path("red tag/é");
    let made = place.image("found/owl", &[("tags", &tag)]).await;
    let (kind, upload) = (ResourceType::Image, DeliveryType::Upload);
    let (reader, id) = (&place.reader, &*made.name.public_id);
    let prefix = place.path("found/");
    let listing = Listing { kind, delivery: Some(upload.clone()), prefix: Some(prefix.clone()) };
    let page = reader.list(&listing, None).await.expect("by prefix");
    assert!(holds(&page, &made) && page.items.len() == 1, "{page:?}");
    let asset = &page.items[0];
    assert_eq!(asset.tags, [Box::from(&*tag)]);
    assert_eq!((asset.bytes, asset.width, asset.height), (made.bytes.len() as u64, Some(32), Some(24)));
    assert!(asset.created_at.is_some() && asset.version > 1_000_000_000);
    assert_eq!(asset.format.as_deref(), Some("png"));
    let read = cloudsweep::model::delivery::read(&asset.secure_url, &place.credentials.environment.hosts());
    let cloudsweep::model::delivery::Reading::Link(named) = read else { panic!("{read:?}") };
    assert_eq!(named.certain.as_ref(), Some(&made.name), "its own URL reads back");
    assert!(holds(&reader.by_tag(kind, &tag, None).await.expect("by tag"), &made));
    let missing = place.path("found/not there");
    let named = reader.by_public_ids(kind, &upload, &[id, &*missing]).await.expect("by public IDs");
    assert!(holds(&named, &made) && named.items.len() == 1, "misses are left out");
    assert!(holds(&reader.by_asset_ids(&[made.id]).await.expect("by asset IDs"), &made));
    let by_name = AssetRef::ByName(made.name.clone());
    for asked in [AssetRef::ById(made.id), by_name] {
        let details = reader.details(&asked).await.expect("details").expect("there");
        assert_eq!((details.asset.asset_id, &details.asset.name), (Some(made.id), &made.name));
    }
    let tags = reader.tag_page(kind, Some(&tag), Some(500), None).await.expect("tags");
    assert!(tags.tags.contains(&tag), "{tags:?}");
    let found = eventually("the search finds it", async || {
        let search = Search { expression: format!("public_id=\"{id}\""), ..Search::default() };
        let page = reader.search(&search, None).await.expect("a search");
        page.items.into_iter().find(|asset| asset.name == made.name)
    });
    assert_eq!(found.await.asset_id, Some(made.id));
}

pub async fn odd_names_are_found_and_deleted(place: &Place) {
    let (kind, upload) = (ResourceType::Image, DeliveryType::Upload);
    let mut odd = Vec::new();
    for name in ["a b", "ñ/ü", "a,b", "semi;colon", "it's", "(round)", "name.with.dots", "東京", "w_100/c_x"]
    {
        odd.push(place.image(&format!("odd/{name}"), &[]).await);
    }
    let ids: Vec<&str> = odd.iter().map(|made| &*made.name.public_id).collect();
    let page = place.reader.by_public_ids(kind, &upload, &ids).await.expect("by public IDs");
    for made in &odd {
        assert!(holds(&page, made), "{}", made.name);
        let look = place.reader.look_by_name(&made.name, &LookFor::default()).await.expect("details");
        assert_eq!(look.expect("there").asset.asset_id, Some(made.id), "{}", made.name);
    }
    let answer = place.deleter.by_public_ids(kind, &upload, &ids, api::BulkOptions::default()).await;
    let answer = answer.expect("deleted");
    for id in &ids {
        let mut deleted = answer.deleted.iter();
        let entry = deleted.find(|entry| entry.key.exact() == Some(id)).expect("by the name that was sent");
        assert_eq!(entry.verdict, api::Verdict::Deleted, "{id}");
    }
    assert_eq!(answer.deleted.len(), ids.len());
}

pub async fn pages_follow_each_other_to_the_end(place: &Place) {
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(place.raw(&format!("pages/{number}.txt"), &[]).await.id);
    }
    let (upload, prefix) = (DeliveryType::Upload, place.path("pages/"));
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let ask = Ask { max_results: Some(2), cursor: cursor.as_deref(), ..Ask::default() };
        let assets =
            Assets::OfKind { kind: ResourceType::Raw, delivery: Some(&upload), prefix: Some(&prefix) };
        let page = place.reader.page(assets, &ask).await.expect("a page");
        assert!(page.items.len() <= 2);
        found.extend(page.items.iter().filter_map(|asset| asset.asset_id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, ids, "in the order of the public IDs, each once");
}

pub async fn details_have_every_copy(place: &Place) {
    let made = place.image("copies/owl", &[("eager", "c_scale,w_10|c_scale,w_11|c_scale,w_12")]).await;
    let asked = AssetRef::ById(made.id);
    let details = eventually("three copies", async || {
        let details = place.reader.details(&asked).await.expect("details").expect("there");
        (details.derived.len() == 3).then_some(details)
    });
    let mut transformations: Vec<String> =
        details.await.derived.iter().map(|copy| copy.transformation.to_string()).collect();
    transformations.sort();
    assert_eq!(transformations, ["c_scale,w_10", "c_scale,w_11", "c_scale,w_12"]);
    let ask = LookFor { max_results: Some(2), ..LookFor::default() };
    let first = place.reader.look_by_id(made.id, &ask).await.expect("details").expect("there");
    assert_eq!(first.derived.len(), 2);
    let ask = LookFor { cursor: Some(first.next_cursor.as_deref().expect("more")), ..ask };
    let second = place.reader.look_by_id(made.id, &ask).await.expect("details").expect("there");
    assert_eq!((second.derived.len(), second.next_cursor), (1, None));
}

pub async fn context_is_read_in_both_shapes(place: &Place) {
    let key = format!("contract{}", std::process::id());
    let made = place.image("context/owl", &[("context", &format!("{key}=An owl|caption=x"))]).await;
    let ask = Ask { max_results: Some(10), blocks: &[Block::Context], ..Ask::default() };
    let kind = ResourceType::Image;
    let expected = [(Box::from("caption"), Box::from("x")), (Box::from(&*key), Box::from("An owl"))];
    for value in [None, Some("An owl")] {
        let page =
            place.reader.page(Assets::WithContext { kind, key: &key, value }, &ask).await.expect("a page");
        assert!(holds(&page, &made) && page.items.len() == 1);
        let mut context = page.items[0].context.clone();
        context.sort();
        assert_eq!(context, expected, "of a listing");
    }
    let search = Search {
        expression: format!("public_id=\"{}\"", made.name.public_id),
        with_field: vec!["context".to_owned()],
        ..Search::default()
    };
    let found = eventually("the search finds it", async || {
        let page = place.reader.search(&search, None).await.expect("a search");
        page.items.into_iter().find(|asset| asset.asset_id == Some(made.id))
    });
    let mut context = found.await.context;
    context.sort();
    assert_eq!(context, expected, "of a search");
}

pub async fn what_is_moderated_is_listed(place: &Place) {
    let made = place.image("moderated/owl", &[("moderation", "manual")]).await;
    let listing = |status| Assets::Moderated { kind: ResourceType::Image, queue: "manual", status };
    let ask = Ask { blocks: &[Block::Moderations], ..Ask::page(None) };
    let pending = place.reader.page(listing("pending"), &ask).await.expect("a page");
    assert!(holds(&pending, &made));
    let rejected = place.reader.page(listing("rejected"), &ask).await.expect("a page");
    assert!(!holds(&rejected, &made));
}

pub async fn originals_are_downloaded_byte_by_byte(place: &Place) {
    for delivery in ["upload", "private", "authenticated"] {
        let made = place.raw(&format!("download/{delivery}.txt"), &[("type", delivery)]).await;
        let mut download = place.reader.download(&made.name, None).await.expect("a file");
        let mut bytes = Vec::new();
        while let Some(part) = download.part().await.expect("a part") {
            bytes.extend_from_slice(&part);
        }
        // The practice environment keeps no bytes of what was uploaded.
        if !place.is_own {
            assert_eq!(bytes, made.bytes, "{delivery}");
        }
        assert!(!bytes.is_empty(), "{delivery}");
    }
    let missing = crate::support::name(ResourceType::Raw, "upload", &place.path("download/not there.txt"));
    let error = place.reader.download(&missing, None).await.expect_err("nothing there");
    assert_eq!(error.certainty, Certainty::Refused, "{error:?}");
}

pub async fn thumbnails_are_pictures(place: &Place) {
    for (path, delivery) in
        [("thumb/owl", "upload"), ("thumb/private owl", "private"), ("thumb/ñ", "authenticated")]
    {
        let made = place.image(path, &[("type", delivery)]).await;
        let url = made.said["secure_url"].as_str().expect("a URL");
        let thumbnail = place
            .client
            .thumbnail(&place.client.environment().hosts(), url, &made.name, Some("png"))
            .expect("a picture");
        let bytes = place.reader.thumbnail(&thumbnail).await.expect("bytes");
        let picture = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (320, 320), "{path}");
    }
}
