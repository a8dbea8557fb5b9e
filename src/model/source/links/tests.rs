//! Lines, and the addresses that come out of them.

use super::*;

const A: &str = "https://res.cloudinary.com/demo/image/upload/c_fill,w_2/v1/docs/a_(1).jpg";
const B: &str = "http://res.cloudinary.com/demo/video/upload/b.mp4";

fn links(line: &str) -> Vec<String> {
    read(line).unwrap_or_default().into_iter().map(|link| link.address.into_owned()).collect()
}

#[test]
fn one_address_alone_stays_a_whole_line() {
    let wrapped = "https://x.example/_next/image?url=https://res.cloudinary.com/demo/a.jpg&w=2";
    let fetched = "https://res.cloudinary.com/demo/image/fetch/https://e.com/a.png";
    let spaced = "https://res.cloudinary.com/demo/image/upload/docs/my owl";
    let copy = "https://res.cloudinary.com/demo/image/upload/docs/owl.jpg copy.jpg";
    let stored = "image/fetch/https://e.com/a.png";
    let sentence_end = "http://img.example/s/607/ON1_v476.";
    for line in
        [A, B, " https://x.example/é ", wrapped, fetched, spaced, copy, stored, sentence_end, "docs/a"]
    {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn an_address_comes_out_of_what_stands_around_it() {
    for around in [
        "[ #,",
        "# ]",
        "#,",
        "\"#\",",
        "'#',",
        "<#>",
        "[x](#)",
        "![x](#)",
        "[x](# \"title\")",
        "[x](<#>)",
        "* #",
        "- #",
        "1. #",
        "> #",
        "<a href=\"#\">",
        "<a href='#' class=\"x\">",
        "<img src=#>",
        "<img src=\"#\" alt=\"b.jpg\">",
        "background: url(#);",
        "url('#')",
        "See # for more.",
        "See #.",
        "(see #)",
        "(#)",
        "[#]",
        "{#}",
        "“#”",
        "**#**",
        "| # | a.jpg |",
        "a.jpg\t#\tx",
        "\"url\": \"#\",",
        "<a href=\"#\">#</a>",
        "[#](#)",
        "# - the first one",
        "url=#",
        "#\"",
        "docs/a,#",
        "<source srcset=\"# 2x\">",
    ] {
        assert_eq!(links(&around.replace('#', A)), [A], "{around}");
    }
}

#[test]
fn several_addresses_of_a_line_come_in_their_order() {
    for around in [
        "# @",
        "#,@",
        "#, @",
        "[\"#\", \"@\"",
        "<img srcset=\"# 100w, @ 2x\">",
        "[![x](#)](@)",
        "#|@",
        "# and @.",
        "'#' '@'",
        "src=\"#\" href=\"@\"",
        "#;@",
    ] {
        assert_eq!(links(&around.replace('#', A).replace('@', B)), [A, B], "{around}");
    }
}

#[test]
fn an_address_is_not_cut_off_at_a_blank_of_its_own() {
    let start = "https://res.cloudinary.com/demo/image/upload/docs/my";
    for (line, link) in [
        ("- # owl.jpg", "# owl.jpg"),
        ("Please delete # owl.jpg,", "# owl.jpg"),
        ("- # owl", "# owl"),
        ("<img src=\"# owl\">", "# owl"),
        ("![x](# owl)", "# owl"),
        ("- #.jpg owl", "#.jpg"),
        ("Please delete # today", "#"),
        ("# 100w,", "#"),
    ] {
        assert_eq!(links(&line.replace('#', start)), [link.replace('#', start)], "{line}");
    }
    let two = "- https://a.example/my owl https://a.example/your owl";
    assert_eq!(links(two), ["https://a.example/my owl", "https://a.example/your owl"]);
}

#[test]
fn what_was_escaped_comes_out_plain() {
    assert_eq!(links("\"u\":\"https:\\/\\/e.com\\/a.jpg\","), ["https://e.com/a.jpg"]);
    assert_eq!(links("<img src=\"https://e.com/a.jpg?x=1&amp;y=2\">"), ["https://e.com/a.jpg?x=1&y=2"]);
    assert_eq!(
        links("<a href=\"https://e.com/a.jpg?b=https%3A%2F%2Fc.d\">"),
        ["https://e.com/a.jpg?b=https%3A%2F%2Fc.d"]
    );
}

#[test]
fn an_endless_line_takes_no_endless_time() {
    for part in ["<https://a ", "https://a=", "'https://a", "(https://a(", "https://a,"] {
        let line = part.repeat(200_000);
        assert!(!all(&line).is_empty(), "{part}");
    }
}

#[test]
fn an_address_without_a_scheme_has_a_host() {
    for text in ["(//.-", "(//.", "src=\"//-a.example/x.jpg", "=//a..b/x.jpg", "(//a-.example/x"] {
        assert_eq!(read(text), None, "{text}");
    }
    let links = read("<img src=\"//res-1.example.com/x.jpg\">").unwrap();
    assert_eq!(links[0].address, "//res-1.example.com/x.jpg");
}
