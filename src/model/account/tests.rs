//! What people paste, and what comes of it.

use proptest::prelude::*;

use super::*;

#[test]
fn a_pasted_line_gives_every_field() {
    for line in [
        "cloudinary://1234:se-cret_9@Demo",
        "  CLOUDINARY_URL=cloudinary://1234:se-cret_9@Demo\n",
        "export CLOUDINARY_URL=\"cloudinary://1234:se-cret_9@Demo\"",
        "CLOUDINARY://1234:se%2Dcret_9@Demo/cdn.example.com?secure=true",
    ] {
        let read = Credentials::from_cloudinary_url(line).unwrap();
        assert_eq!(read.environment.cloud_name, "Demo", "{line}");
        assert_eq!(read.environment.api_key, "1234");
        assert_eq!(read.expose(), "se-cret_9");
        assert_eq!(read.environment.region, Region::Us);
    }
}

#[test]
fn a_line_is_read_as_shells_and_files_have_it() {
    let url = "cloudinary://1234:se-cret_9@Demo";
    for text in [
        format!("set CLOUDINARY_URL={url}"),
        format!("setx CLOUDINARY_URL \"{url}\""),
        format!("$Env:CLOUDINARY_URL=\"{url}\""),
        format!("$env:CLOUDINARY_URL = '{url}'"),
        format!("heroku config:set CLOUDINARY_URL={url} --app shop"),
        format!("CLOUDINARY_URL: \"{url}\""),
        format!("{{\"env\":{{\"CLOUDINARY_URL\":\"{url}\",\"A\":1}}}}"),
        format!("{{CLOUDINARY_URL: {url}}}"),
        format!("docker run -e CLOUDINARY_URL={url} image"),
        format!("docker run --env=\"CLOUDINARY_URL={url}\" image"),
        format!("\u{feff}# settings\r\nA=1\r\n# CLOUDINARY_URL=cloudinary://9:old@Old\r\nCLOUDINARY_URL={url} # mine\r\nB=2"),
        format!("export CLOUDINARY_URL={url};"),
        format!("CLOUDINARY_URL=“{url}”"),
        format!("CLOUDINARY_URL={url}?"),
        format!("<{url}>, "),
        format!("  {url}\u{200b}\u{a0}"),
        format!("# CLOUDINARY_URL={url}"),
        format!("A={url}\nB={url}"),
        "CLOUDINARY_CLOUD_NAME=Demo\nCLOUDINARY_API_KEY=1234\nCLOUDINARY_API_SECRET=se-cret_9\n".to_owned(),
        "export CLOUDINARY_CLOUD_NAME=\"Demo\"; export CLOUDINARY_API_KEY='1234'; export CLOUDINARY_API_SECRET=se-cret_9;".to_owned(),
        "setx CLOUDINARY_CLOUD_NAME \"Demo\"\nsetx CLOUDINARY_API_KEY \"1234\"\nsetx CLOUDINARY_API_SECRET \"se-cret_9\"".to_owned(),
        "NEXT_PUBLIC_CLOUDINARY_CLOUD_NAME=Demo\nCLOUDINARY_API_KEY=1234\nCLOUDINARY_API_SECRET=se-cret_9 # mine".to_owned(),
        "cloudinary.config({ cloud_name: 'Demo', api_key: '1234', api_secret: 'se-cret_9' });".to_owned(),
        "{\"cloudName\": \"Demo\", \"apiKey\": \"1234\", \"apiSecret\": \"se-cret_9\"}".to_owned(),
        "'cloud_name' => 'Demo', 'api_key' => '1234', 'api_secret' => 'se-cret_9'".to_owned(),
        "Cloud name\nDemo\nAPI key\n1234\nAPI secret\nse-cret_9".to_owned(),
        "CLOUDINARY_URL=cloudinary://${K}:${S}@${C}\nCLOUDINARY_CLOUD_NAME=Demo\nCLOUDINARY_API_KEY=1234\nCLOUDINARY_API_SECRET=se-cret_9".to_owned(),
    ] {
        let read = Credentials::from_cloudinary_url(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let Environment { cloud_name, api_key, region, .. } = &read.environment;
        assert_eq!((&**cloud_name, &**api_key, read.expose()), ("Demo", "1234", "se-cret_9"), "{text}");
        assert_eq!(*region, Region::Us, "{text}");
        assert!(holds_credentials(&text), "{text}");
    }
}

#[test]
fn a_text_that_names_no_one_environment_is_refused() {
    for (text, error) in [
        ("A=cloudinary://1:a@one\nB=cloudinary://2:b@two", UrlError::Several),
        ("CLOUDINARY_URL=cloudinary://$KEY:$SECRET@demo", UrlError::Placeholder),
        ("cloudinary://1234:your_api_secret@demo", UrlError::Placeholder),
        ("cloudinary://1234:abc••••••••@demo", UrlError::Placeholder),
        ("CLOUDINARY_API_KEY=1\nCLOUDINARY_API_SECRET=s", UrlError::Parts),
        ("API_KEY=1\nAPI_KEY=2\nAPI_SECRET=s\nCLOUD_NAME=demo", UrlError::Several),
        ("docs/owl", UrlError::Scheme),
    ] {
        assert_eq!(Credentials::from_cloudinary_url(text).unwrap_err(), error, "{text}");
    }
}

#[test]
fn a_secret_is_cleaned_where_that_is_certain_and_refused_where_it_is_not() {
    let read = |secret: &str| Credentials::from_fields("demo", "1", secret, &Region::Us);
    for clean in ["\"abcDEF-123_x\"", " abcDEF-123_x\n", "API secret: abcDEF-123_x", "abc\u{200b}DEF-123_x;"]
    {
        assert_eq!(read(clean).unwrap().expose(), "abcDEF-123_x", "{clean}");
    }
    for (typed, wrong) in [
        ("", Wrong::NoApiSecret),
        ("**********", Wrong::MaskedApiSecret),
        ("••••CANARY", Wrong::MaskedApiSecret),
        ("<your_api_secret>", Wrong::ExampleApiSecret),
        ("your_api_secret", Wrong::ExampleApiSecret),
        ("CAN ARY", Wrong::BlankInApiSecret),
        ("\"CANARY", Wrong::OddApiSecret),
        ("CANÄRY", Wrong::OddApiSecret),
        ("API key: CANARY", Wrong::BlankInApiSecret),
        ("API_KEY=CANARY", Wrong::OddApiSecret),
    ] {
        let errors = read(typed).unwrap_err();
        assert_eq!(errors, [FieldError { field: Field::ApiSecret, wrong }], "{typed}");
    }
    let read = Credentials::from_fields("“demo”", "API key: 1234;", "s", &Region::Us).unwrap().environment;
    assert_eq!((&*read.cloud_name, &*read.api_key), ("demo", "1234"));
}

#[test]
fn a_name_is_shown_where_one_is_given() {
    let mut environment = Credentials::from_fields("demo", "1", "s", &Region::Us).unwrap().environment;
    assert_eq!(environment.title(), "demo");
    environment.call("  Our\nshop ");
    assert_eq!(environment.title(), "Ourshop");
    environment.call(&"x".repeat(500));
    assert_eq!(environment.title().len(), Environment::LONGEST_NAME);
    for none in ["demo", "", " "] {
        environment.call(none);
        assert_eq!(environment.name, None);
    }
}

#[test]
fn a_secret_in_the_place_of_the_key_is_refused_and_never_taken_for_one() {
    let url = "cloudinary://CANARY-8f3b1d07_c0ffee:123456789012345@demo";
    let Err(UrlError::Fields(errors)) = Credentials::from_cloudinary_url(url) else { panic!("taken") };
    assert_eq!(errors[0].field, Field::ApiKey);
    assert_eq!(errors[0].wrong, Wrong::Swapped);
    assert!(!format!("{errors:?}").contains("CANARY"));
    assert!(Credentials::from_cloudinary_url("cloudinary://123456789012345:CANARY-8f3b1d07@demo").is_ok());
}

proptest! {
    #[test]
    fn no_error_repeats_what_was_pasted(
        before in "(?s)(set |export |[A-Z_]{0,9}=|cloudinary://1:|[\"'“]|.){0,4}",
        after in "(?s)( |@demo|[\"'”;*]|<x>|.){0,4}",
        way in 0..2,
    ) {
        const CANARY: &str = "CANARY-8f3b1d07_c0ffee";
        let text = format!("{before}{CANARY}{after}");
        let told = if way == 0 {
            Credentials::from_cloudinary_url(&text).map_err(|error| format!("{error:?}"))
        } else {
            Credentials::from_fields("demo", "1", &text, &Region::Us).map_err(|errors| format!("{errors:?}"))
        };
        if let Err(told) = told {
            prop_assert!(!told.contains("CANARY"), "{}", told);
        }
    }

    #[test]
    fn a_clean_secret_is_never_changed(secret in "[A-Za-z0-9_-]{20,40}") {
        let typed = Credentials::from_fields("demo", "1", &secret, &Region::Us).unwrap();
        prop_assert_eq!(typed.expose(), &*secret);
        let pasted = Credentials::from_cloudinary_url(&format!("cloudinary://1:{secret}@demo")).unwrap();
        prop_assert_eq!(pasted.expose(), &*secret);
    }
}

#[test]
fn options_give_region_and_hash() {
    let url = "cloudinary://1:s@practice?upload_prefix=http://127.0.0.1:8080&signature_algorithm=sha256";
    let read = Credentials::from_cloudinary_url(url).unwrap();
    assert_eq!(read.environment.region, Region::Own("http://127.0.0.1:8080".into()));
    assert_eq!(read.environment.signature_algorithm, SignatureAlgorithm::Sha256);
    let eu = "cloudinary://1:s@demo?upload_prefix=https%3A%2F%2Fapi-eu.cloudinary.com";
    assert_eq!(Credentials::from_cloudinary_url(eu).unwrap().environment.region, Region::Eu);
}

#[test]
fn what_is_missing_from_a_line_is_named_and_the_line_is_not_repeated() {
    for (line, error) in [
        ("", UrlError::Scheme),
        ("https://console.cloudinary.com", UrlError::Scheme),
        ("cloudinary://demo", UrlError::KeyAndSecret),
        ("cloudinary://1234@demo", UrlError::Secret),
        ("cloudinary://<your_api_key>:<your_api_secret>@demo", UrlError::Placeholder),
        ("cloudinary://1234:**********@demo", UrlError::Placeholder),
    ] {
        assert_eq!(Credentials::from_cloudinary_url(line).unwrap_err(), error, "{line}");
    }
    let error = Credentials::from_cloudinary_url("cloudinary://12:CANARY bad@demo").unwrap_err();
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[test]
fn each_wrong_field_has_its_own_sentence() {
    let errors =
        Credentials::from_fields(" ", "", "a b", &Region::Own("http://example.com".into())).unwrap_err();
    let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
    assert_eq!(fields, [Field::CloudName, Field::ApiKey, Field::ApiSecret, Field::Region]);
    assert!(Credentials::from_fields("demo", "1", "s", &Region::Own("http://localhost:1".into())).is_ok());
}

#[test]
fn debug_never_shows_the_secret() {
    let credentials = Credentials::from_fields("demo", "1", "CANARY", &Region::Us).unwrap();
    assert!(!format!("{credentials:?}").contains("CANARY"));
}
