//! Texts, and the entries that they are read as.

use proptest::prelude::*;

use super::*;

fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    read(text, |entry| entries.push(entry)).unwrap();
    entries
}

/// Entries as short texts: `T…` a text, `L…` a link, `P…` perhaps a link, `R…` what a row says.
fn shown(text: &str) -> Vec<(usize, String)> {
    let show = |entry: Entry<'_>| match entry.what {
        What::Text(text) => (entry.line, format!("T{text}")),
        What::Link(link) => (entry.line, format!("L{link}")),
        What::Perhaps(link) => (entry.line, format!("P{link}")),
        What::Record(record) => (entry.line, format!("R{}", row(&record))),
    };
    entries(text).into_iter().map(show).collect()
}

fn row(record: &Record<'_>) -> String {
    let Record {
        asset_id, public_id, resource_type, delivery_type, format, version, url, derived_id, ..
    } = record;
    let cells = [asset_id, public_id, resource_type, delivery_type, format, version, url, derived_id];
    let cells = cells.map(|cell| cell.as_deref().unwrap_or_default()).join("|");
    format!("{}{}", cells, if record.copies_only { "!" } else { "" })
}

fn expected(entries: &[(usize, &str)]) -> Vec<(usize, String)> {
    entries.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
}

fn told(text: &str) -> Result<Told, LooksLike> {
    read(text, |_| {})
}

#[test]
fn a_line_without_a_header_is_an_entry_as_it_stands() {
    for end in ["\n", "\r\n", "\r"] {
        let text =
            ["\u{feff}", " a,b ", "c;d\te", "\"f, \"\"g\"\"\"", "", " \t", "\"h", "'i'", "\"\""].join(end);
        let lines = [(2, "T a,b "), (3, "Tc;d\te"), (4, "Tf, \"g\""), (7, "T\"h"), (8, "T'i'")];
        assert_eq!(shown(&text), expected(&lines), "{end:?}");
        assert_eq!(told(&text), Ok(Told { blank: 4, form: Form::Lines }));
    }
    assert_eq!(shown("a\u{2028}b\u{85}c"), expected(&[(1, "Ta\u{2028}b\u{85}c")]));
    assert_eq!(told(""), Ok(Told { blank: 0, form: Form::Lines }));
}

#[test]
fn a_header_names_the_columns_whatever_it_looks_like() {
    let row = expected(&[(2, "R|docs/clip|video|private|mp4|7||")]);
    for mark in ["\t", ";", ",", "|"] {
        for header in [
            "public_id#format#resource_type#type#version",
            "Public ID#Format#Resource Type#Delivery_Type#VERSION",
            "\"publicId\"# \"format\"#'resourceType'#“type”# version ",
        ] {
            let text = format!("{header}\ndocs/clip#mp4# video #private#7").replace('#', mark);
            assert_eq!(shown(&text), row, "{text}");
            assert_eq!(told(&text).unwrap().form, Form::Table);
        }
    }
}

#[test]
fn a_line_that_excel_adds_decides_the_delimiter_and_is_no_entry() {
    let row = expected(&[(3, "R|docs/owl|||jpg|||")]);
    for text in
        ["sep=;\npublic_id;format\ndocs/owl;jpg", "\u{feff}\"SEP=;\"\r\npublic_id;format\r\ndocs/owl;jpg\r\n"]
    {
        assert_eq!(shown(text), row, "{text}");
    }
    assert_eq!(shown("\nsep=,\n\npublic_id,a;b\nx,y;z"), expected(&[(5, "R|x||||||")]));
    assert_eq!(shown("sep=^\npublic_id^url\na^b"), expected(&[(3, "R|a|||||b|")]));
    assert_eq!(shown("sep=,\npublic_id;url\na,b;c"), expected(&[(3, "R|a,b|||||c|")]), "a wrong one");
    assert_eq!(shown("sep=;\ndocs/a;b\n"), expected(&[(2, "Tdocs/a;b")]));
    assert_eq!(shown("sep=a\n"), expected(&[(1, "Tsep=a")]));
    assert_eq!(shown("docs/a\nsep=;\n").len(), 2, "only as the first line");
}

#[test]
fn a_cell_may_hold_what_separates_cells_and_lines() {
    let text = "note,public_id\n\"two\r\nlines\",\"a, \"\"b\"\"\"\nx, \"b\nc\" \n\"open,c\ny,d\r\n,,\n";
    let rows = [(2, "R|a, \"b\"||||||"), (4, "R|b\nc||||||"), (6, "R|c||||||"), (7, "R|d||||||")];
    assert_eq!(shown(text), expected(&rows));
    assert_eq!(told(text).unwrap().blank, 1);
    let long = format!("public_id,note\na,\"{}\nb,\"\n", "x".repeat(70_000));
    assert_eq!(entries(&long).len(), 2, "a quote that is closed too late is none");
}

#[test]
fn a_blank_cell_says_nothing_and_a_public_id_keeps_its_blanks() {
    let text = "asset_id,public_id,url,secure_url\n , a ,x,\n,\" \",x,y\nz\n";
    let rows = [(2, "R| a |||||x|"), (3, "R||||||y|"), (4, "Rz|||||||")];
    assert_eq!(shown(text), expected(&rows));
}

#[test]
fn a_row_with_more_cells_than_columns_is_taken_apart_by_nobody() {
    let text = "public_id,format\na,b,jpg\nc,jpg,, \n";
    assert_eq!(shown(text), expected(&[(2, "Ta,b,jpg"), (3, "R|c|||jpg|||")]));
    assert_eq!(shown("public_id\na,b\n\"c\"\n"), expected(&[(2, "R|a,b||||||"), (3, "R|c||||||")]));
}

#[test]
fn tables_of_markdown_and_databases_are_read() {
    let markdown = "| public_id | format |\n|:---|---:|\n| docs/a | jpg |\n";
    assert_eq!(shown(markdown), expected(&[(3, "R|docs/a|||jpg|||")]));
    let database = " public_id | format \n-----------+--------\n docs/a    | jpg\n";
    assert_eq!(shown(database), expected(&[(3, "R|docs/a|||jpg|||")]));
}

#[test]
fn only_our_own_table_loses_its_guard() {
    let own = columns::RECEIPT.join(";") + "\n'=a;image;upload;jpg;1;;;original;;;deleted;;;deleted\n";
    assert_eq!(shown(&own), expected(&[(2, "R|=a|image|upload|jpg|||")]));
    let earlier = own.replace(";original\n", "\n").replace(";deleted\n", "\n");
    assert_eq!(shown(&earlier), expected(&[(2, "R|=a|image|upload|jpg|||")]), "of an earlier version");
    let foreign = own.replace(";reason;", ";why;");
    assert_eq!(shown(&foreign), expected(&[(2, "R|'=a|image|upload|jpg|||")]));
}

#[test]
fn rows_of_copies_are_told() {
    let text = "public_id,what,derived_id\na,copy,x\nb,All copies,\nc,original,\nd,,y\n";
    let rows = [(2, "R|a||||||x!"), (3, "R|b||||||!"), (4, "R|c||||||"), (5, "R|d||||||y!")];
    assert_eq!(shown(text), expected(&rows));
    let json = r#"{"job":{"what":"all-copies","x":[{}]},"items":[{"public_id":"a"}],"beyond_the_plan":[]}"#;
    assert_eq!(shown(json), expected(&[(1, "R|a||||||!")]));
}

#[test]
fn answers_of_the_api_are_read() {
    let one = "{\"asset_id\":\"b5e6d2b39ba3e0869d67141ba7dba6cf\",\n\"public_id\":\"docs/owl\",\"format\":\"jpg\",\
        \"version\":1719305903,\"resource_type\":\"image\",\"type\":\"upload\",\"tags\":[\"a\"],\"url\":\"http://a\",\
        \"secure_url\":\"https://a\",\"context\":{\"custom\":{\"public_id\":\"no\"}},\"derived\":[{\"id\":\"1\"}]}";
    let row = "Rb5e6d2b39ba3e0869d67141ba7dba6cf|docs/owl|image|upload|jpg|1719305903|https://a|";
    assert_eq!(shown(one), expected(&[(1, row)]));
    let two = expected(&[(1, row), (2, row)]);
    for text in [
        format!("[{one},{one}]"),
        format!("{{\"resources\":[{one},{one},],\"next_cursor\":\"x\"}}"),
        format!("[{one},{one}"),
        format!("{one},{one}"),
        format!("{one}{one}\n]"),
    ] {
        assert_eq!(shown(&text), two, "{text}");
        assert_eq!(told(&text).unwrap().form, Form::Json);
    }
    let lines = format!("{0}\n{0}\n", one.replace('\n', ""));
    assert_eq!(shown(&lines), two);
}

#[test]
fn arrays_and_what_people_cut_out_of_them_are_read() {
    let three = [(1, "Ta"), (2, "Tb\"c"), (3, "Té")].map(|(line, text)| (line, text.to_owned()));
    for text in [
        "[\"a\",\n\"b\\\"c\",\n\"\\u00e9\"]",
        "[\"a\",\r\n\"b\\\"c\",\r\n\"é\",\r\n]\r\n",
        "['a',\n'b\"c',\n'é']",
        "\"a\",\n\"b\\\"c\",\n\"é\"",
        "\"a\",\n\"b\\\"c\",\n\"é\",\n]",
        "[\"a\",\n\"b\\\"c\",\n\"é\",\n",
        "'a',\n'b\"c',\n'é',\n",
        "\"a\"\n\"b\\\"c\"\n\"é\"\n",
    ] {
        assert_eq!(shown(text), three, "{text}");
    }
    assert_eq!(shown("[\"docs/a\", 12, null]"), expected(&[(1, "Tdocs/a"), (1, "T12")]));
    assert_eq!(told("[null]").unwrap().blank, 1);
    assert_eq!(told("[]").unwrap().form, Form::Json);
    let python = "{'resources': [{'public_id': 'a', 'version': 7, 'placeholder': True, 'context': None}]}";
    assert_eq!(shown(python), expected(&[(1, "R|a||||7||")]));
    assert_eq!(shown("[{public_id: \"a\"}];"), expected(&[(1, "R|a||||||")]));
    let found = "\"public_id\": \"a\",\n\"public_id\": \"b\",\n";
    assert_eq!(shown(found), expected(&[(1, "R|a||||||"), (2, "R|b||||||")]));
}

#[test]
fn texts_that_could_be_cells_of_a_row_are_no_list_of_names() {
    assert_eq!(shown("\"docs/a\",\"jpg\"\n\"docs/b\",\"png\"").len(), 2);
    assert!(shown("\"docs/a\",\"jpg\"").iter().all(|(_, text)| text == "T\"docs/a\",\"jpg\""));
    assert_eq!(told("[\"docs/a\",\"jpg\"]\n[\"docs/b\",\"png\"]"), Err(LooksLike::OtherJson));
    assert_eq!(told("[[\"docs/a\",\"jpg\"],[\"docs/b\",\"png\"]]"), Err(LooksLike::OtherJson));
    let pairs = "\"public_id\": \"a\",\n\"type\": \"private\",\n";
    assert!(entries(pairs).iter().all(|entry| matches!(entry.what, What::Text(_))));
}

#[test]
fn json_that_is_no_list_is_named() {
    for text in [
        r#"{"deleted":{"docs/owl":"deleted"},"partial":false}"#,
        r#"{"error":{"message":"no"}}"#,
        r#"[{"name":"a"}]"#,
        r#"{"columns":"x|url|y"}"#,
        r#"{"items":[{"name":"a"}]}"#,
        r#"{"public_id":"a","resources":[{"public_id":"b"}]}"#,
        "{}",
        "[true]",
    ] {
        assert_eq!(told(text), Err(LooksLike::OtherJson), "{text}");
    }
    for text in [r#"{"resources":[{"public_id":"a"},{"publ"#, "[\"a\",\n\"b", &"{\"a\":".repeat(1000)] {
        assert_eq!(told(text), Err(LooksLike::BrokenJson), "{text}");
    }
    for text in ["[draft] a", "{name}", "'a'", "\"a\" b", "[", "{"] {
        assert_eq!(shown(text), expected(&[(1, &format!("T{text}"))]));
    }
}

#[test]
fn of_two_values_with_one_key_the_last_counts() {
    assert_eq!(shown(r#"[{"public_id":"a","public_id":"b"}]"#), expected(&[(1, "R|b||||||")]));
    assert_eq!(told(r#"[{"public_id":"a","public_id":null}]"#), Err(LooksLike::OtherJson));
}

#[test]
fn links_come_out_of_the_lines_that_hold_more() {
    let text = "[ https://a.example/a.webp,\n https://a.example/b.webp ]\nhttps://a.example/c.webp\n\
        \"https://a.example/d e.webp\"\n<ul>\ndocs/owl\n- [x](https://a.example/f.webp)\n";
    let lines = [
        (1, "Lhttps://a.example/a.webp"),
        (2, "Lhttps://a.example/b.webp"),
        (3, "Thttps://a.example/c.webp"),
        (4, "Thttps://a.example/d e.webp"),
        (6, "Tdocs/owl"),
        (7, "Lhttps://a.example/f.webp"),
    ];
    assert_eq!(shown(text), expected(&lines));
    assert_eq!(told(text), Ok(Told { blank: 1, form: Form::Lines }));
}

#[test]
fn a_link_that_may_go_on_is_told_as_that() {
    let link = "https://res.cloudinary.com/demo/image/upload/owl";
    for (text, expected) in [
        (format!("{link} and more"), format!("T{link} and more")),
        (format!("{link}|elk"), format!("T{link}|elk")),
        (format!("Owl: {link} and more"), format!("P{link}")),
        (format!("Owl: {link}, elk"), format!("P{link}")),
        (format!("Owl: {link}"), format!("L{link}")),
        (format!("Owl: ({link}) and more"), format!("L{link}")),
        (format!("Owl: {link}.jpg, elk"), format!("L{link}.jpg")),
    ] {
        assert_eq!(shown(&text), [(1, expected)], "{text}");
    }
}

#[test]
fn of_pages_and_code_the_links_are_read_and_nothing_else() {
    let link = expected(&[(3, "Lhttps://a.example/a.jpg")]);
    for text in [
        "<!DOCTYPE html>\n<p>docs/owl</p>\n<img src=\"https://a.example/a.jpg\">\n",
        "import x from 'y';\nconst a = {\n  url: 'https://a.example/a.jpg',\n};\nrun(a);\n",
        "INSERT INTO pictures VALUES\n(1, 'x'),\n(2, 'https://a.example/a.jpg');\n",
    ] {
        assert_eq!(shown(text), link, "{text}");
        assert_eq!(told(text).unwrap().form, Form::Markup);
    }
    let page = "<html>\n<img src=\"//res.cloudinary.com/demo/a.jpg\"> // <b>\n<a href='//x'>";
    assert_eq!(shown(page), expected(&[(2, "L//res.cloudinary.com/demo/a.jpg")]));
    for (text, looks) in [
        ("<!DOCTYPE html>\n<p>docs/owl</p>\n", LooksLike::WebPage),
        ("<div>\n<br/>\n</div>", LooksLike::WebPage),
        ("import x from 'y';\nconst a = {\n};\nrun(a);\n", LooksLike::Code),
        ("-- MySQL dump\n\nCREATE TABLE `pictures` (\n", LooksLike::Sql),
        ("select public_id from pictures;", LooksLike::Sql),
        ("%PDF-1.7\n", LooksLike::Pdf),
        ("docs/owl\ncloudinary://1:x@demo", LooksLike::Credentials),
    ] {
        assert_eq!(told(text), Err(looks), "{text}");
    }
}

fn plain_lines() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[a-z/ ,;.é😀'()%-]{0,12}", 0..20)
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "(\\PC|[\"\\\\{}\\[\\],:;\t\r\n|<>'=]|https://|public_id|url|sep=){0,60}") {
        let mut last = 0;
        let mut sorted = true;
        let lines = 1 + lines::ends(&text);
        let _ = read(&text, |entry| {
            sorted &= last <= entry.line && (1..=lines).contains(&entry.line);
            last = entry.line;
        });
        prop_assert!(sorted);
    }

    #[test]
    fn every_line_of_a_plain_list_is_one_entry_or_blank(lines in plain_lines(), end in "\n|\r\n|\r") {
        let is_more = |line: &String| line == "url" || line.contains("(//") || line.contains("('//");
        prop_assume!(!lines.iter().any(is_more));
        let text = lines.join(&end) + &end;
        let full: Vec<_> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| Entry { line: at + 1, what: What::Text(line.into()) })
            .collect();
        prop_assert_eq!(entries(&text), &full[..]);
        prop_assert_eq!(told(&text).unwrap().blank, lines.len().max(1) - full.len());
    }
}
