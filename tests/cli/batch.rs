//! Long and bad input: order, streams, stopped readers, lines that cannot be read.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use super::{equiff, file, folder, objects, run, run_bytes, verdicts};

/// Claims of different weight, each with its number as id.
fn claims(count: usize) -> String {
    let claim = |number: usize| match number % 4 {
        0 => format!("{number} + 1 = {}", number + 1),
        1 => format!("sigmoid(z)^{number} = 1"),
        2 => format!("log(exp({number}*z)) = {number}*z"),
        _ => format!("p = sigmoid({number}*z) <=> log(p/(1-p)) = {number}*z"),
    };
    let lines = (0..count).map(|n| format!("{{\"id\": {n}, \"ascii\": \"{}\"}}\n", claim(n)));
    lines.collect()
}

#[test]
fn answers_keep_the_order_and_do_not_depend_on_threads() {
    let input = claims(80);
    let one = run(&["check", "-", "--to", "jsonl", "-j", "1"], &input);
    let ids: Vec<u64> = objects(&one.out)
        .iter()
        .map(|object| object["id"].as_u64().expect("an id"))
        .collect();
    assert_eq!(ids, (0..80).collect::<Vec<u64>>());
    for threads in ["2", "7", "0"] {
        let many = run(&["check", "-", "--to", "jsonl", "-j", threads], &input);
        assert_eq!(many.out, one.out, "{threads} threads");
        assert_eq!(many.status, one.status);
    }
}

#[test]
fn files_keep_the_order_of_the_arguments() {
    let folder = folder("order");
    let names: Vec<String> = (0..12)
        .map(|n| {
            file(
                &folder,
                &format!("{n}.md"),
                format!("$\\log(e^z) = z + {n} - {n}$"),
            )
        })
        .collect();
    let mut arguments = vec!["check", "--to", "jsonl", "-j", "3"];
    arguments.extend(names.iter().map(String::as_str));
    let found = run(&arguments, "");
    let objects = objects(&found.out);
    let files: Vec<&str> = objects
        .iter()
        .filter_map(|o| o["source"]["file"].as_str())
        .collect();
    assert_eq!(files, names);
}

#[test]
fn a_bad_line_spoils_nothing_else() {
    let long = format!("{{\"latex\": \"{}\"}}", "x+".repeat(700_000));
    let mut input: Vec<u8> = Vec::new();
    for line in [
        &b"{\"id\": 1, \"ascii\": \"exp(log(2)) = 2\"}"[..],
        b"{\"id\": 2, \"ascii\": ",
        b"{\"id\": 3, \"text\": \"a = a\"}",
        b"{\"id\": 4, \"latex\": 7}",
        b"\xff\xfe{}",
        b"[1, 2]",
        b"",
        long.as_bytes(),
        b"{\"id\": 9, \"ascii\": \"1 + = 2\"}",
        b"{\"id\": \"x\", \"ascii\": \"exp(log(2)) = 2\"}\r",
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    let found = run_bytes(&["check", "-", "--as", "jsonl", "--to", "jsonl"], &input);
    let objects = objects(&found.out);
    let seen: Vec<(u64, &str)> = objects
        .iter()
        .map(|o| {
            let line = o["source"]["line"].as_u64().expect("a line");
            (line, o["verdict"].as_str().expect("a verdict"))
        })
        .collect();
    assert_eq!(
        seen,
        [
            (1, "equivalent"),
            (2, "unparsed"),
            (3, "unparsed"),
            (4, "unparsed"),
            (5, "unparsed"),
            (6, "unparsed"),
            (8, "unparsed"),
            (9, "unparsed"),
            (10, "equivalent"),
        ]
    );
    for (object, said) in objects[1..8].iter().zip([
        "JSON",
        "latex",
        "no text",
        "UTF-8",
        "object",
        "longer than",
        "",
    ]) {
        let message = object["message"].as_str().expect("a message");
        assert!(message.contains(said) && !message.is_empty(), "{object}");
    }
    // The id is echoed wherever the line has one.
    assert_eq!(objects[2]["id"], 3);
    assert_eq!(objects[8]["id"], "x");
    assert_eq!(found.status, 3);
}

/// Every object has exactly the contract's fields.
#[test]
fn objects_have_the_fields_of_the_contract() {
    let found = run(&["check", "examples/notes.md", "--to", "jsonl"], "");
    let fields = [
        "source",
        "part",
        "claim",
        "reading",
        "verdict",
        "conditions",
        "counterexample",
        "given",
        "fix",
        "holds_at",
        "rounded",
        "denied",
        "suspect",
        "steps",
        "message",
    ];
    for object in objects(&found.out) {
        let keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
        assert_eq!(keys, fields, "{object}");
    }
}

#[test]
fn a_stream_is_answered_before_it_ends() {
    let mut child = equiff()
        .args(["check", "-", "--as", "claims", "--to", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for number in 1..=3 {
        writeln!(stdin, "{number} + 1 = 1 + {number}").expect("written");
        stdin.flush().expect("flushed");
        let mut answer = String::new();
        // The input stays open: a command that waits for its end would never answer.
        answers.read_line(&mut answer).expect("an answer");
        assert_eq!(verdicts(&answer), ["equivalent"]);
    }
    drop(stdin);
    assert!(child.wait().expect("the end").success());
}

#[test]
fn a_reader_that_stops_is_no_error() {
    for threads in ["1", "2"] {
        let mut child = equiff()
            .args([
                "check", "-", "--as", "jsonl", "--to", "jsonl", "-j", threads,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let writer = std::thread::spawn(move || {
            // Without an end: only a command that stops lets this end.
            let line = b"{\"ascii\": \"exp(log(2)) = 2\"}\n";
            while stdin.write_all(line).is_ok() {}
        });
        let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut first = String::new();
        answers.read_line(&mut first).expect("an answer");
        drop(answers);
        let status = child.wait().expect("the end");
        writer.join().expect("the writer");
        let mut said = String::new();
        let stderr = child.stderr.as_mut().expect("a pipe");
        stderr.read_to_string(&mut said).expect("UTF-8");
        assert_eq!((status.code(), said.as_str()), (Some(0), ""));
    }
}
