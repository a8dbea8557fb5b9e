//! What people paste, and what comes of it.

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
    assert!(!format!("{error} {error:?}").contains("CANARY"));
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
