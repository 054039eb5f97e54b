/* sigill-msb receive: takes bundles from media into the register. */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/authority/arrival.h"
#include "cmd/authority/media.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/receive_report.h"
#include "cmd/authority/receiving.h"
#include "cmd/authority/register_clock.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "register/intake.h"
#include "register/receive.h"
#include "register/submissions.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec RETRY = {"retry", 0, NULL,
    N_("take up again what lies in quarantine, such as after an enrolment"), false};

static enum status take_options(struct app *app, struct receiver *receiver, struct error *err)
{
    struct arrival arrival;
    if (app->options->operands == 0 && !option_given(app->options, &RETRY))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "expected on the command line: PATH..., the files or folders to receive from, or --retry");
    TRY(arrival_options(app, receiver->now, &arrival, err));
    receiver->arrived = arrival.day == NULL ? "" : arrival.day;
    receiver->arrived_at = arrival.from;
    receiver->reference = arrival.reference == NULL ? "" : arrival.reference;
    return STATUS_OK;
}

static enum status find_quarantined(
    const struct store *store, struct media *media, struct error *err)
{
    char *quarantine = path_join(store->path, STORE_QUARANTINE);
    enum status status = media_add(media, quarantine, err);
    free(quarantine);
    return status;
}

static enum status find_files(
    struct app *app, const struct opened_register *opened, struct media *media, struct error *err)
{
    TRY(media_find(app->options->operand, app->options->operands, media, err));
    if (media->files == 0 && app->options->operands > 0) {
        struct buffer asides = {0};
        receive_report_put_asides(app, opened, media, &asides);
        app_show(app, app->err, &asides);
        buffer_free(&asides);
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "there is no bundle there; is it the right medium?");
    }
    return option_given(app->options, &RETRY) ? find_quarantined(&opened->store, media, err)
                                              : STATUS_OK;
}

static void fill_receiver(struct receiver *receiver, struct opened_register *opened)
{
    receiver->room->quarantined = store_directory_size(opened->store.path, STORE_QUARANTINE);
    receiver->store = &opened->store;
    receiver->spawner = &opened->spawner;
    receiver->key = opened->key;
    receiver->audit = &opened->audit;
    receiver->identities = &opened->secrets.receive;
    receiver->sign = opened->secrets.sign;
    receiver->own = opened->history;
    receiver->owns = opened->history_count;
    receiver->editions = &opened->editions;
}

/* The exit status says whether any was refused, or more, failed. */
static enum status sum_up(const struct receive_report *report)
{
    return report->failed > 0 ? STATUS_FAILED : report->refused > 0 ? STATUS_REFUSED : STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    struct media media = {0};
    struct receive_report report = {.app = app};
    struct intake_room room = INTAKE_ROOM_NONE;
    struct receiver receiver = {.room = &room, .now = clock_now()};
    enum status status = STATUS_OK;
    TRY(take_options(app, &receiver, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_RECEIVE, &opened, err));
    TRY_OUT(find_files(app, &opened, &media, err));
    TRY_OUT(register_clock_doubt_media(app, receiver.now, &media, err));
    TRY_OUT(intake_clean(&opened.store, err));
    fill_receiver(&receiver, &opened);
    TRY_OUT(receiving_all(app, &receiver, &media, &report, err));
    TRY_OUT(receive_report_end(&report, &opened, &media, err));
    status = sum_up(&report);
out:
    receive_report_free(&report);
    intake_room_free(&room);
    media_free(&media);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ARRIVED,
    &OPTION_REFERENCE, &RETRY, &OPTION_EDITION, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command receive_command = {
    .name = "receive",
    .summary = N_("Takes bundles from media into the register."),
    .example = N_("-r register -k keys --reference 'MSB 2021-1' /media/usb"),
    .options = {TAKES, N_("[PATH...]"), 0, OPERANDS_ANY},
    .run = run,
    .confined_later = true,
};
