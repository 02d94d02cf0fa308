//! Commands that set type and mean nothing, and those whose arguments are no mathematics.

/// Commands that set type only and take nothing.
pub(super) fn is_ignored(text: &str) -> bool {
    matches!(
        text,
        "displaystyle"
            | "textstyle"
            | "scriptstyle"
            | "scriptscriptstyle"
            | "limits"
            | "nolimits"
            | "displaylimits"
            | "nonumber"
            | "notag"
            | "big"
            | "Big"
            | "bigg"
            | "Bigg"
            | "bigl"
            | "bigr"
            | "Bigl"
            | "Bigr"
            | "biggl"
            | "biggr"
            | "Biggl"
            | "Biggr"
            | "bigm"
            | "Bigm"
            | "biggm"
            | "Biggm"
            | "Huge"
            | "huge"
            | "LARGE"
            | "Large"
            | "large"
            | "small"
            | "footnotesize"
            | "normalsize"
            | "tiny"
            | "scriptsize"
            | "noindent"
            | "centering"
            | "strut"
            | "allowbreak"
            | "protect"
            | "hline"
            | "begingroup"
            | "endgroup"
            | "relax"
            | "qed"
            | "qedhere"
            | "unicode"
            | "upshape"
            | "mathstrut"
            | "par"
            | "allowdisplaybreaks"
            | "pause"
    )
}

/// Commands of slides that say when their argument is shown.
pub(super) fn is_overlay(text: &str) -> bool {
    matches!(text, "uncover" | "onslide" | "visible" | "only" | "alert")
}

/// Commands whose first arguments are no mathematics: whether `[..]` may come first, and how
/// many arguments are skipped.
pub(super) fn ignored_arguments(text: &str) -> (bool, usize) {
    match text {
        "label" | "tag" | "ref" | "eqref" | "cite" | "citep" | "citet" | "vspace" | "hspace"
        | "vskip" | "hskip" | "footnote" | "index" | "pagebreak" | "intertext"
        | "shortintertext" | "class" | "cssId" | "style" | "require" | "phantomsection"
        | "cref" | "Cref" | "autoref" => (true, 1),
        "phantom" | "hphantom" | "vphantom" | "color" | "textcolor" | "colorbox" | "href"
        | "htmlClass" | "htmlId" => (true, 1),
        "rule" | "raisebox" | "fcolorbox" => (true, 2),
        _ => (false, 0),
    }
}

/// Whether a command may be starred.
pub(super) fn starred(text: &str) -> bool {
    matches!(text, "operatorname" | "tag" | "hspace" | "vspace")
}

/// Whether the argument of a command is text, not mathematics.
pub(super) fn is_text(text: &str) -> bool {
    matches!(
        text,
        "text"
            | "textrm"
            | "textbf"
            | "textit"
            | "textsf"
            | "texttt"
            | "textnormal"
            | "mbox"
            | "hbox"
            | "textup"
            | "textsc"
            | "emph"
            | "textmd"
            | "textsl"
    )
}
