#include "report/html_slip.h"

#include "base/text.h"
#include "report/html_page.h"
#include "report/svg_qr.h"

/* ---- whose ---- */

/* A line to write on. */
static void put_blank(struct buffer *out)
{
    buffer_text(out, "<span class=\"blank\"></span>");
}

static void put_known(struct buffer *out, const char *text)
{
    if (text == NULL || text[0] == '\0')
        put_blank(out);
    else
        html_add(out, "%s", text);
}

static void put_fact(struct buffer *out, const char *label, const char *text)
{
    html_add(out, "<div><dt>%s</dt><dd>", label);
    put_known(out, text);
    buffer_text(out, "</dd></div>\n");
}

static void put_party(struct buffer *out, const struct html_slip *input, const char *heading,
    const struct html_slip_party *party)
{
    char groups[FINGERPRINT_TEXT_SIZE];
    html_add(out, "<div class=\"party\">\n<h2>%s</h2>\n<p class=\"name\">", heading);
    put_known(out, party->name);
    if (party->number != NULL)
        html_add(out, "<br/>%s", party->number);
    html_add(out, "</p>\n<p class=\"soft small\">%s<br/>",
        tr(input->catalog, "Fingerprint of its card"));
    if (party->card != NULL) {
        fingerprint_text(groups, party->card);
        html_add(out, "<span class=\"digits\">%s</span>", groups);
    } else {
        put_blank(out);
    }
    buffer_text(out, "</p>\n</div>\n");
}

/* ---- what ---- */

static void put_code(
    struct buffer *out, const struct html_slip *input, const char *id, const char *digest)
{
    struct buffer text = {0};
    struct buffer said = {0};
    buffer_printf(&text, "%s %s %s", HTML_SLIP_CODE, id[0] == '\0' ? "-" : id, digest);
    buffer_printf(&said, "%s: %s", tr(input->catalog, "The code says"), buffer_string(&text));
    struct svg_words words = {
        "code", tr(input->catalog, "Id and digest as a QR code"), buffer_string(&said)};
    svg_qr(out, &words, buffer_string(&text));
    buffer_free(&text);
    buffer_free(&said);
}

static void put_contents(struct buffer *out, const struct html_slip *input)
{
    html_add(out, "<div><dt>%s</dt><dd>", tr(input->catalog, "Content"));
    put_known(out, input->about);
    if (input->from != NULL) {
        buffer_text(out, ", ");
        html_say(out, tr(input->catalog, "period %s to %s"), input->from, input->to);
    }
    buffer_text(out, "</dd></div>\n");
}

static void put_bundle(struct buffer *out, const struct html_slip *input)
{
    const struct catalog *catalog = input->catalog;
    char id[MANIFEST_ID_HEX] = "";
    char digest[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    if (input->id != NULL)
        hex_encode(id, input->id, MANIFEST_ID_SIZE);
    fingerprint_hex(digest, &input->digest);
    fingerprint_short(groups, &input->digest);
    html_add(out,
        "<div class=\"bundle\">\n<div>\n<h2>%s</h2>\n<p class=\"soft small\">%s</p>\n"
        "<p class=\"short digits\">%s</p>\n<dl class=\"slip-facts\">\n",
        tr(catalog, "The bundle"),
        tr(catalog, "Short digest, to be compared by the one who receives it"), groups);
    html_add(
        out, "<div><dt>%s</dt><dd class=\"cut\">%s</dd></div>\n", tr(catalog, "File"), input->name);
    put_fact(out, tr(catalog, "Id"), id);
    put_fact(out, tr(catalog, "Sealed on"), input->day);
    put_contents(out, input);
    html_add(out, "<div><dt>%s</dt><dd>", tr(catalog, "Size"));
    html_say(out, tr(catalog, "%llu bytes"), (unsigned long long)input->size);
    buffer_text(out, "</dd></div>\n");
    put_fact(out, tr(catalog, "Medium, number of its label"), NULL);
    put_fact(out, tr(catalog, "Number of the cover's seal"), NULL);
    buffer_text(out, "</dl>\n</div>\n");
    put_code(out, input, id, digest);
    buffer_text(out, "</div>\n");
}

static void put_unknown(struct buffer *out, const struct html_slip *input)
{
    if (input->sender.name != NULL && input->recipient.name != NULL)
        return;
    html_add(out, "<p class=\"notice small\">%s</p>\n",
        tr(input->catalog,
            "What has an empty line does not show on a sealed bundle, and the keys that sealed it "
            "were not at hand: fill it in by hand."));
}

/* ---- who signs ---- */

static void put_signer(struct buffer *out, const struct html_slip *input, const char *role)
{
    html_add(out,
        "<tr><th scope=\"row\">%s</th><td></td><td></td><td class=\"ticks\"><span class=\"tick\">%s</span> "
        "<span class=\"tick\">%s</span></td><td></td></tr>\n",
        role, tr(input->catalog, "yes"), tr(input->catalog, "no"));
}

static void put_signers(struct buffer *out, const struct html_slip *input)
{
    const struct catalog *catalog = input->catalog;
    html_add(out,
        "<table class=\"signers\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
        "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
        "<th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
        tr(catalog, "Each signs when the medium is taken over."), tr(catalog, "Who"),
        tr(catalog, "Name"), tr(catalog, "Day and time"), tr(catalog, "Seal whole?"),
        tr(catalog, "Signature"));
    put_signer(out, input, tr(catalog, "Handed over by the sender"));
    put_signer(out, input, tr(catalog, "Courier"));
    put_signer(out, input, tr(catalog, "Registrar"));
    put_signer(out, input, tr(catalog, "Receiver"));
    buffer_text(out, "</tbody>\n</table>\n");
    html_add(out,
        "<p class=\"compared\">%s <span class=\"tick\">%s</span> <span class=\"tick\">%s</span></p>\n",
        tr(catalog, "Receiver: sigill-msb receive shows the same short digest as above"),
        tr(catalog, "yes"), tr(catalog, "no"));
}

/* ---- when it goes wrong ---- */

static void put_broken(struct buffer *out, const struct html_slip *input)
{
    enum { STEP_TO_WRITE = 1 };
    static const char *const STEP[] = {
        N_("Read nothing in. Put the medium aside in its cover, under the same marking, and let "
           "nobody else at it."),
        N_("Write here when and by whom it was seen, with a signature above."),
        N_("Call the sender, on a number that you knew before and not one that came with the "
           "medium, and report it as your rules say."),
        N_("The sender seals anew on another medium; the new bundle replaces this one."),
    };
    html_add(out, "<h2>%s</h2>\n<ol>\n",
        tr(input->catalog, "If the seal is broken, or the short digest is another"));
    for (size_t i = 0; i < sizeof STEP / sizeof STEP[0]; i++) {
        html_add(out, "<li>%s", tr(input->catalog, STEP[i]));
        if (i == STEP_TO_WRITE)
            put_blank(out);
        buffer_text(out, "</li>\n");
    }
    html_add(out, "</ol>\n<p class=\"soft small\">%s</p>\n",
        tr(input->catalog,
            "Without the recipient's keys nobody reads the bundle, and nobody changes it unnoticed. "
            "But a medium that was out of sight may have been exchanged, or something may have been "
            "added to it."));
}

/* ---- the page ---- */

void html_slip(struct buffer *out, const struct html_slip *input)
{
    const struct catalog *catalog = input->catalog;
    struct html_page page = {
        .catalog = catalog,
        .title = tr(catalog, "Transfer slip"),
        .subject = input->name,
        .marking = input->marking,
        .closing =
            tr(catalog, "This slip goes with the medium and holds no answers. Sealing does not "
                        "lower the class: the medium is handled by the marking above."),
    };
    html_page_begin(out, &page);
    html_add(out, "<div class=\"slip\">\n<h1>%s</h1>\n<div class=\"parties\">\n",
        tr(catalog, "Transfer slip for a sealed bundle"));
    put_party(out, input, tr(catalog, "Sender"), &input->sender);
    put_party(out, input, tr(catalog, "Recipient"), &input->recipient);
    buffer_text(out, "</div>\n");
    put_unknown(out, input);
    put_bundle(out, input);
    put_signers(out, input);
    put_broken(out, input);
    buffer_text(out, "</div>\n");
    html_page_end(out, &page);
}
