/* The declarations of the options that several subcommands share. */
#include "cmd/ui/options.h"

const struct option_spec OPTION_HELP = {"help", 'h', NULL, N_("show this help"), false};

const struct option_spec OPTION_LANG = {
    "lang", 0, N_("LANGUAGE"), N_("speak sv (Swedish) or en (English)"), false};

const struct option_spec OPTION_JSON = {"json", 0, NULL, N_("print the result as JSON"), false};

const struct option_spec OPTION_HTML = {
    "html", 0, NULL, N_("give the result as a page for a web browser and for print"), false};

const struct option_spec OPTION_OUTPUT = {
    "output", 'o', N_("FILE"), N_("write the result into FILE"), false};

const struct option_spec OPTION_OUTPUT_DIR = {
    "output", 'o', N_("DIR"), N_("write the results into DIR"), false};

const struct option_spec OPTION_SLIP = {"slip", 0, N_("FILE"),
    N_("write the bundle's transfer slip, a page to print, into FILE"), false};

const struct option_spec OPTION_FORCE = {
    "force", 0, NULL, N_("replace a file that is there already"), false};

const struct option_spec OPTION_KEYS = {
    "keys", 'k', N_("DIR"), N_("the key directory; else SIGILL_KEYS in the environment"), false};

const struct option_spec OPTION_KIT_KEYS = {"keys", 'k', N_("KEYS"),
    N_("the key directory whose kit has the edition; else SIGILL_KEYS in the environment"), false};

const struct option_spec OPTION_REGISTER = {
    "register", 'r', N_("DIR"), N_("the register; else SIGILL_REGISTER in the environment"), false};

const struct option_spec OPTION_EDITION = {"edition", 0, N_("FILE"),
    N_("use the edition of the questionnaire in FILE, not a built-in one"), false};
const struct option_spec OPTION_EDITIONS = {
    "edition", 0, N_("FILE"), N_("use the edition of the questionnaire in FILE"), true};

const struct option_spec OPTION_PASSPHRASE_FILE = {
    "passphrase-file", 0, N_("FILE"), N_("take the passphrase from the first line of FILE"), false};

const struct option_spec OPTION_NO_PASSPHRASE = {
    "no-passphrase", 0, NULL, N_("leave the secret keys unprotected; for tests only"), false};

const struct option_spec OPTION_FINGERPRINT = {"fingerprint", 0, N_("FINGERPRINT"),
    N_("the card's fingerprint, as its owner read it out"), false};

const struct option_spec OPTION_EXAMPLE_KEYS = {"allow-example-keys", 0, NULL,
    N_("accept the example keys that everyone has; for tests and demonstrations"), false};

const struct option_spec OPTION_YES = {"yes", 0, NULL, N_("do not ask before going on"), false};

const struct option_spec OPTION_NO_SANDBOX = {"allow-no-sandbox", 0, NULL,
    N_("read bundles and workbooks in this process if the system cannot confine another one"),
    false};

bool option_names_output(const struct option_spec *spec)
{
    return spec->letter == 'o' || spec == &OPTION_SLIP;
}
