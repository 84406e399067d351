"""What can go wrong, each with a code and a sentence for the command line."""

SENTENCES = {
    "file.missing": "{path}: there is no such file.",
    "file.unreadable": "{path}: this is neither TOML nor JSON in UTF-8 ({reason}).",
    "book.no-themes": "A codebook needs a list called 'themes'.",
    "book.empty": "{path}: the codebook has no theme, so there is nothing to look for.",
    "book.no-seeds": "Theme '{code}' has no seed words: only its name and description are looked for.",
    "book.no-code": "Theme number {number} has no code.",
    "book.no-name": "Theme '{code}' needs a name in Russian or English.",
    "book.repeated-code": "Theme '{code}' stands twice in the codebook.",
    "book.unknown-parent": "Theme '{code}' names a parent '{parent}' that the codebook lacks.",
    "library.no-results": "A results library needs a list called 'results'.",
    "library.empty": "{path}: the library has no result, so there is nothing to look for.",
    "library.no-code": "Result number {number} has no code.",
    "library.no-wording": "Result '{code}' needs a general wording in Russian or English.",
    "library.repeated-code": "Result '{code}' stands twice in the library.",
    "code.unknown": "Neither the codebook nor the library has '{code}'.",
    "shape.wrong": "{place}: expected {expected}.",
    "line.not-json": "This line is not JSON.",
    "line.not-object": "This line is not a JSON object.",
    "line.no-field": "This line has no '{field}'.",
    "model.unreadable": "{path}: this is not a model made by 'learn'.",
    "model.other-version": "{path}: the model has version {version}; this library reads version {expected}.",
    "model.other-kind": "{path}: this model has learned {kind}; {expected} are asked for.",
    "encoder.missing": "There is no encoder for the language '{language}'.",
    "encoder.no-library": "{path}: reading this model needs the package {library}.",
    "encoder.unreadable": "{path}: this is not a model of this library ({reason}).",
    "encoder.other-version": "{path}: the model has version {version}; this library reads version {expected}.",
    "encoder.damaged": "{path}: the file is missing or is not the one that its MODEL.toml names.",
    "labels.of-what": "Give either a codebook or a results library to learn for.",
    "labels.unknown-code": "There is no theme or result '{code}' in the file that was given.",
    "labels.otherwise": "The same story was decided otherwise for '{code}' in line {earlier}; the later decision counts.",
    "labels.too-few": "There are not enough labels: for one theme or result, {least} confirmed and {least} refused are needed.",
}


class NlpError(ValueError):
    """A code and facts; `str()` gives the sentence."""

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))
