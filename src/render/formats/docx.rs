//! Word documents (Office Open XML, ECMA-376), with equations that Word and LibreOffice edit.
//!
//! A page is the text of `word/document.xml`; [`FORMAT`] packs it with the few parts that a document
//! needs beside it.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::frame::{Frame, Room, Row, TEXT};
use crate::render::layout::{Layout, Style};
use crate::render::markup::escape;
use crate::render::omml::{colored, put, put_pieces, words as words_in_formula};
use crate::render::page::{Line, Link, Page, Text};
use crate::render::reasons::{Reasons, introduction};
use crate::render::sheet::Sheet;
use crate::render::steps::{Shown, bare, shown};
use crate::render::words::{Word, reason, words};
use crate::render::{Format, Options, text};

/// Word documents.
pub static FORMAT: Format = Format {
    name: "docx",
    extension: "docx",
    about: "Word document with equations to edit",
    draws: false,
    write,
    formula,
    parts: None,
    pack: Some(pack),
};

/// The room of a formula.
const ROOM: Room = Room { width: 720, ..TEXT };
/// The width of a formula up to which its reason stands beside it.
const BESIDE: u32 = 450;
/// The columns of a derivation, in twentieths of a point: sign, formula, reason.
const COLUMNS: [u32; 3] = [700, 5300, 3000];

/// A single formula.
fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], options);
    let formula = sheet.lay(expr, Style::Display);
    let mut out = String::from("<m:oMath>");
    put(sheet.layout(), formula.root, &mut out);
    colored(&out) + "</m:oMath>"
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = WordPage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    let body = colored(&writer.out);
    // For the styles, which are in a file of their own.
    let locale = options.language.locale;
    format!(
        "{HEAD}{LOCALE}{locale}?>\n<w:document xmlns:w=\"{WORD}\" xmlns:m=\"{MATH}\"><w:body>\n{body}{SECTION}</w:body></w:document>\n"
    )
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const MATH: &str = "http://schemas.openxmlformats.org/officeDocument/2006/math";
/// An instruction to us: the language of the document.
const LOCALE: &str = "<?language ";
/// A4 with margins of 2.5 cm.
const SECTION: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" \
                       w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" \
                       w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    </Types>\n";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
    </Relationships>\n";
const DOCUMENT_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    </Relationships>\n";

/// The styles: body text, title, heading.
fn styles(locale: &str) -> String {
    let style = |id: &str, name: &str, size: u32, before: u32, after: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/>\
             <w:pPr><w:keepNext/><w:spacing w:before=\"{before}\" w:after=\"{after}\"/></w:pPr>\
             <w:rPr><w:b/><w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        )
    };
    format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Cambria\" w:hAnsi=\"Cambria\" w:eastAsia=\"Cambria\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"22\"/><w:lang w:val=\"{locale}\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:style>\
         {}{}</w:styles>\n",
        style("Heading1", "heading 1", 34, 0, 160),
        style("Heading2", "heading 2", 26, 320, 120),
    )
}

/// The document as a file.
fn pack(document: &str) -> Result<Vec<u8>, String> {
    packed(document).ok_or_else(|| "the docx file could not be made".to_owned())
}

fn packed(document: &str) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The same page is the same file: entries have no time of their own.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let (_, locale) = document.split_once(LOCALE)?;
    let (locale, _) = locale.split_once("?>")?;
    let parts = [
        ("[Content_Types].xml", format!("{HEAD}{TYPES}")),
        ("_rels/.rels", format!("{HEAD}{RELATIONS}")),
        ("word/document.xml", document.to_owned()),
        ("word/styles.xml", styles(locale)),
        (
            "word/_rels/document.xml.rels",
            format!("{HEAD}{DOCUMENT_RELATIONS}"),
        ),
    ];
    for (name, text) in parts {
        archive.start_file(name, options).ok()?;
        archive.write_all(text.as_bytes()).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

struct WordPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for WordPage<'_> {
    fn title(&mut self, title: &str) {
        self.styled("Heading1", &run(&text::clean(title)));
    }

    fn heading(&mut self, heading: &str) {
        self.styled("Heading2", &run(&text::clean(heading)));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let content = inline(sheet, text);
        self.out += &paragraph("", &content);
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, TEXT.wanted(self.options));
        for rows in frame.rows.chunk_by(|_, next| !next.starts) {
            self.out += &lines(sheet.layout(), rows);
        }
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let steps = shown(sheet.store(), first, lines, self.options.steps);
        self.steps(sheet, first, &steps);
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        self.out += &table(&[3600, 5400], true);
        for (left, right) in pairs {
            let cells = [left, right].map(|text| paragraph(TIGHT, &inline(sheet, text)));
            self.out += &row(&cells, 1);
        }
        self.out += TABLE_END;
    }
}

/// Little space between lines of a table.
const TIGHT: &str = "<w:pPr><w:spacing w:before=\"40\" w:after=\"40\"/></w:pPr>";
/// A table is followed by a paragraph: two of them would become one.
const TABLE_END: &str = "</w:tbl>\n<w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr></w:p>\n";

impl WordPage<'_> {
    fn styled(&mut self, style: &str, content: &str) {
        let properties = format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        self.out += &paragraph(&properties, content);
    }

    /// A table of signs, formulas and reasons; each formula is one equation.
    fn steps(&mut self, sheet: &mut Sheet<'_>, first: Expr, steps: &[Shown<'_>]) {
        let frame = Frame::of_steps(sheet, first, &bare(steps), ROOM.wanted(self.options));
        self.out += &table(&COLUMNS, false);
        let between = self.options.reasons == Reasons::Between;
        let all = std::iter::once(None).chain(steps.iter().map(Some));
        for (step, rows) in all.zip(frame.groups()) {
            let why = step.map(|step| reason(sheet.language(), step.reason, &step.conditions));
            let why = match why {
                Some(why) if between => inline(sheet, &introduction(sheet.language(), why)),
                Some(why) => inline(sheet, &why),
                None => String::new(),
            };
            let sign = match rows.first().and_then(|row| row.link) {
                Some(Link::Iff) => "⟺",
                Some(Link::Implies) => "⟹",
                Some(Link::Equal) | None => "",
            };
            if between && !why.is_empty() {
                self.out += &row(&[paragraph(TIGHT, ""), paragraph(TIGHT, &why)], 2);
            }
            let beside = if between { "" } else { &why };
            let sign = paragraph(TIGHT, &run(sign));
            let formula = lines(sheet.layout(), rows);
            self.out += &match width(sheet.layout(), rows) > BESIDE {
                false => row(&[sign, formula, paragraph(TIGHT, beside)], 1),
                true if beside.is_empty() => row(&[sign, formula], 2),
                true => row(&[sign, formula + &paragraph(BELOW, beside)], 2),
            };
        }
        self.out += TABLE_END;
    }
}

/// A reason below its formula.
const BELOW: &str =
    "<w:pPr><w:spacing w:before=\"0\" w:after=\"80\"/><w:ind w:left=\"1000\"/></w:pPr>";

/// The width of the lines of one formula.
fn width(layout: &Layout, rows: &[Row]) -> u32 {
    let line = |row: &Row| {
        let right: u32 = row.right.iter().map(|piece| piece.width(layout)).sum();
        right + row.left.map_or(0, |left| layout.width(left))
    };
    rows.iter().map(line).max().unwrap_or(0)
}

/// The lines of one formula, each an equation.
fn lines(layout: &Layout, rows: &[Row]) -> String {
    let mut out = String::new();
    for (k, row) in rows.iter().enumerate() {
        let mut math = String::new();
        if let Some(left) = row.left {
            put(layout, left, &mut math);
        }
        if row.link == Some(Link::Equal) && row.left.is_none() {
            math += &words_in_formula("= ");
        }
        put_pieces(layout, &row.right, &mut math);
        let properties = match k {
            0 => TIGHT.to_owned(),
            // A further line of the same formula.
            _ => TIGHT.replace("</w:pPr>", "<w:ind w:left=\"500\"/></w:pPr>"),
        };
        let equation = format!(
            "<m:oMathPara><m:oMathParaPr><m:jc m:val=\"left\"/></m:oMathParaPr>\
             <m:oMath>{math}</m:oMath></m:oMathPara>"
        );
        out += &paragraph(&properties, &equation);
    }
    out
}

/// Words and formulas within a line.
fn inline(sheet: &mut Sheet<'_>, text: &Text) -> String {
    let words = words(sheet, text, Style::Inline);
    let mut out = String::new();
    let mut said = String::new();
    for word in words {
        match word {
            Word::Words(words) => {
                said += &words;
                continue;
            }
            word => {
                if !said.is_empty() {
                    out += &run(&std::mem::take(&mut said));
                }
                match word {
                    Word::Code(code) => {
                        out += &format!(
                            "<w:r><w:rPr><w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/></w:rPr>\
                             <w:t xml:space=\"preserve\">{}</w:t></w:r>",
                            escape(&code)
                        );
                    }
                    Word::Math(formula) => {
                        out += "<m:oMath>";
                        put(sheet.layout(), formula.root, &mut out);
                        out += "</m:oMath>";
                    }
                    Word::Part(_) | Word::Words(_) => {}
                }
            }
        }
    }
    if !said.is_empty() {
        out += &run(&said);
    }
    out
}

/// Words; empty for none.
fn run(words: &str) -> String {
    match words {
        "" => String::new(),
        words => format!(
            "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escape(words)
        ),
    }
}

fn paragraph(properties: &str, content: &str) -> String {
    format!("<w:p>{properties}{content}</w:p>\n")
}

/// The beginning of a table with columns of these widths, with or without lines between rows.
fn table(columns: &[u32], ruled: bool) -> String {
    let line = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BBBBBB\"/>")
    };
    let borders = match ruled {
        true => ["top", "bottom", "insideH"].map(line).concat(),
        false => String::new(),
    };
    let grid: Vec<String> = columns
        .iter()
        .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
        .collect();
    let total: u32 = columns.iter().sum();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{}</w:tblGrid>\n",
        grid.concat()
    )
}

/// A row, whose last cell takes so many columns.
fn row(cells: &[String], last: u32) -> String {
    let mut out = String::from("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (k, cell) in cells.iter().enumerate() {
        let span = match k + 1 == cells.len() {
            true => last,
            false => 1,
        };
        out += &format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/><w:vAlign w:val=\"center\"/></w:tcPr>{cell}</w:tc>"
        );
    }
    out + "</w:tr>\n"
}
