"""What may not be in the authors' files: every rule of this folder, by its code."""

from __future__ import annotations

from testamur.problems import Rule, Severity

# The tree of files.
NO_CONTENT = Rule("no-content", "There is no content folder with a site.yaml to read.")
MISSING_FILE = Rule("missing-file", "A file that another one needs is not there.")
STRAY_FILE = Rule("stray-file", "A file stands where nothing reads it.")
FILE_LINK = Rule("file-link", "A link stands where a file or folder should be.")
SPECIAL_FILE = Rule("special-file", "Something that is no plain file stands among the content.")
UNREADABLE_FILE = Rule("unreadable-file", "A file cannot be opened.")
FILE_NAME = Rule("file-name", "A name of a file or folder does not work on every system.")
NAME_CLASH = Rule("name-clash", "Two names in one folder are the same on some systems.")
FILE_SIZE = Rule("file-size", "A file is larger than anything we read.")

# Text.
ENCODING = Rule("encoding", "A text file is not UTF-8.")
HIDDEN_CHARACTER = Rule("hidden-character", "A character that readers cannot see.")
CONTROL_CHARACTER = Rule("control-character", "A control character inside a value.")
STACKED_MARKS = Rule("stacked-marks", "Too many combining marks on one letter.")
CONFUSABLE = Rule("confusable", "A title mixes letters that look alike.", severity=Severity.WARNING)
KEY_LEAK = Rule("key-leak", "A private key or another secret stands in the content.")

# YAML, front matter, JSON and CSV.
YAML_SYNTAX = Rule("yaml-syntax", "The file is not YAML.")
YAML_ALIAS = Rule("yaml-alias", "Anchors, aliases and merge keys are not read.")
YAML_TAG = Rule("yaml-tag", "Tags are not read.")
YAML_DOCUMENTS = Rule("yaml-documents", "A file holds one YAML document.")
YAML_LIMIT = Rule("yaml-limit", "The YAML is nested too deeply or has too many values.")
DUPLICATE_KEY = Rule("duplicate-key", "The same field is given twice.")
FRONT_MATTER = Rule("front-matter", "A credential starts with fields between two lines of ---.")
JSON_SYNTAX = Rule("json-syntax", "The file is not JSON that every program reads alike.")
CSV_SYNTAX = Rule("csv-syntax", "The file is not CSV as spreadsheets write it.")
CSV_COLUMN = Rule("csv-column", "A column of a cohort is unknown, missing or given twice.")
TOO_MANY_PROBLEMS = Rule("too-many-problems", "A cohort has more problems than are shown.")

# The shape of a file.
UNKNOWN_FIELD = Rule("unknown-field", "There is no field of that name.")
MISSING_FIELD = Rule("missing-field", "A field that must be given is not.")
EMPTY_VALUE = Rule("empty-value", "A field is given without a value.")
WRONG_SHAPE = Rule("wrong-shape", "Text, a list or fields were expected, and another found.")
UNKNOWN_CHOICE = Rule("unknown-choice", "The value is not one of those to choose from.")
NUMBER = Rule("number", "A whole number was expected.")
TEXT_LENGTH = Rule("text-length", "A text is too long.")
LINE_BREAK = Rule("line-break", "A text of one line has several.")
FORMAT_VERSION = Rule("format-version", "The content is written for another release.")

# Single values.
DATE = Rule("date", "A day that is not in the calendar.")
DURATION = Rule("duration", "A period of validity that cannot be read.")
URL = Rule("url", "An address that cannot be published safely.")
COLOUR = Rule("colour", "A colour that cannot be read as one.")
PHONE = Rule("phone", "A telephone number that cannot be one.")
COUNTRY_CODE = Rule("country-code", "A country's code that cannot be one.")
SCHEME = Rule("scheme", "A name of a scheme that Open Badges cannot carry.")
EMAIL = Rule("email", "An e-mail address that cannot be one.")
DID = Rule("did", "A decentralised identifier that cannot be one.")
SLUG = Rule("slug", "A name that cannot stand in an address.")
LANGUAGE = Rule("language", "A language tag that cannot be one.")
TIME_ZONE = Rule("time-zone", "A time zone that is not known.")
DIGEST = Rule("digest", "A SHA-256 digest that cannot be one.")
FOLDER = Rule("folder", "A folder that cannot be used.")

# Pictures.
IMAGE = Rule("image", "A picture that cannot be published.")
SVG = Rule("svg", "An SVG picture with parts that are not safe to publish.")
TWO_PICTURES = Rule("two-pictures", "A credential has two pictures.")
BAKED_IMAGE = Rule(
    "baked-image", "A picture holds somebody's credential.", severity=Severity.WARNING
)

# Translations.
TRANSLATED_FACT = Rule("translated-fact", "A translation says something that is no text.")
TRANSLATION = Rule("translation", "A translation does not fit what it translates.")

# What the files say together.
UNKNOWN_CREDENTIAL = Rule("unknown-credential", "An award names a credential that is not defined.")
UNKNOWN_REQUIREMENT = Rule("unknown-requirement", "A credential requires one that is not defined.")
REQUIREMENT_CYCLE = Rule("requirement-cycle", "Credentials require each other in a circle.")
DUPLICATE_ID = Rule("duplicate-id", "Two parts of one list have the same name.")
DUPLICATE_IDENTITY = Rule("duplicate-identity", "Two awards cannot be told apart.")
DUPLICATE_AWARD = Rule(
    "duplicate-award",
    "Somebody is given the same credential twice.",
    severity=Severity.WARNING,
)
SEALED_RECIPIENT = Rule("sealed-recipient", "A sealed recipient cannot be used.")
SEALED_TWICE = Rule(
    "sealed-twice", "One sealed box stands in two records.", severity=Severity.WARNING
)
UNKNOWN_PERSON = Rule("unknown-person", "A person is not in the people's list.")
NO_IDENTITY = Rule("no-identity", "An award in a list has neither key nor e-mail.")
FUTURE_DATE = Rule("future-date", "A day has not come yet.")
DATE_ORDER = Rule("date-order", "Two days are in the wrong order.")
STATUS_ORDER = Rule("status-order", "An award's later life does not add up.")
UNKNOWN_RESULT = Rule("unknown-result", "A result or level that the credential does not describe.")
DUPLICATE_LEARNER = Rule("duplicate-learner", "Two files are about the same learner.")
LEARNER_WITHOUT_AWARDS = Rule(
    "learner-without-awards", "Nothing was awarded to somebody who asked for a record."
)
RESULT_VALUE = Rule("result-value", "A result does not fit its description.")

# Pathways.
UNKNOWN_STEP = Rule("unknown-step", "A pathway names a credential that is not defined.")
DUPLICATE_STEP = Rule("duplicate-step", "A pathway has the same credential twice.")
PATHWAY_GROUP = Rule("pathway-group", "A group of steps cannot be fulfilled as it is written.")
PATHWAY_CYCLE = Rule("pathway-cycle", "Credentials lead to each other in a circle.")

RULES: tuple[Rule, ...] = tuple(value for value in globals().values() if isinstance(value, Rule))

BY_CODE = {rule.code: rule for rule in RULES}
