/* The table from the engine's status to HRESULTs, and the error text of a burn beyond the drive's own failure. */
#include "imapi2/burn_failure.h"

#include <stddef.h>

#include "burn/media.h"
#include "imapi2/hresult.h"
#include "imapi2error.h"
#include "mmc/codes.h"
#include "scsi/command.h"

/* Not to be found in the table: by what the drive, or the source, said. */
enum { BY_DRIVE = 1, BY_SOURCE = 2 };

/* clang-format off */
#define OF_ALL(code) {code, code, code, code}

static const struct burn_row {
    enum burn_status status;
    HRESULT hr[BURN_FAILURE_CLASSES]; /* by class */
} burn_rows[] = {
    {BURN_OK,                 OF_ALL(S_OK)},
    {BURN_DRIVE,              OF_ALL(BY_DRIVE)},
    {BURN_NO_MEMORY,          OF_ALL(E_OUTOFMEMORY)},
    {BURN_CANCELLED,          OF_ALL(E_IMAPI_REQUEST_CANCELLED)},
    {BURN_SOURCE_FAILED,      OF_ALL(BY_SOURCE)},
    {BURN_SOURCE_SHORT,       OF_ALL(STG_E_READFAULT)},
    {BURN_MEDIUM_UNSUPPORTED, {E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED, E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED,
                               E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED, E_IMAPI_DF2RAW_MEDIA_IS_NOT_SUPPORTED}},
    {BURN_INVALID_STATE,      {E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE,
                               E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK, E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK}},
    {BURN_WRITE_PROTECTED,    OF_ALL(E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED)},
    {BURN_NOT_BLANK,          {E_IMAPI_DF2DATA_MEDIA_NOT_BLANK, E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE,
                               E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK, E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK}},
    {BURN_TOO_LARGE,          {E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE,
                               E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE, E_IMAPI_DF2RAW_NOT_ENOUGH_SPACE}},
    {BURN_INVALID_RANGE,      OF_ALL(E_INVALIDARG)},
    {BURN_NO_TEST_WRITE,      OF_ALL(HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED))},
    {BURN_NOT_ERASABLE,       OF_ALL(E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE)},
    {BURN_ERASE_NOT_STARTED,  OF_ALL(E_IMAPI_ERASE_DRIVE_FAILED_SPINUP_COMMAND)},
    {BURN_ERASE_REFUSED,      OF_ALL(E_IMAPI_ERASE_DRIVE_FAILED_ERASE_COMMAND)},
    {BURN_ERASE_UNEXPECTED,   OF_ALL(E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE)},
    {BURN_ERASE_TIMEOUT,      OF_ALL(E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR)},
    {BURN_DISAGREES,          {E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE, E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE,
                               E_IMAPI_BURN_VERIFICATION_FAILED, E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE}},
    {BURN_VERIFICATION,       OF_ALL(E_IMAPI_BURN_VERIFICATION_FAILED)},
};
/* clang-format on */

_Static_assert(ARRAYSIZE(burn_rows) == BURN_STATUS_COUNT, "every status has its row");

/* A sense that says nothing of what to do is "an unrecoverable error during the write", and so is one that counts as
 * success outside of a burn.
 */
static HRESULT from_drive(const struct drive_failure *failure)
{
    HRESULT hr = hresult_from_failure(failure);

    if (SUCCEEDED(hr) || (hr == E_FAIL && failure->status == DRIVE_REFUSED)) {
        return E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE;
    }
    return hr;
}

/* READ DISC INFORMATION was answered, and not with what it has to be: the eraser has a code of its own for that. */
static bool is_short_disc_information(const struct drive_failure *failure)
{
    return failure->status == DRIVE_INVALID_RESPONSE && failure->has_command &&
           failure->opcode == MMC_OPCODE_READ_DISC_INFORMATION && failure->scsi_status == SCSI_STATUS_GOOD;
}

HRESULT hresult_from_burn(const struct burn_failure *failure, enum burn_failure_class class)
{
    HRESULT hr = E_FAIL;
    size_t i;

    for (i = 0; i < ARRAYSIZE(burn_rows); i++) {
        if (burn_rows[i].status != failure->status) continue;
        hr = burn_rows[i].hr[class];
    }
    if (hr == BY_DRIVE && class == BURN_FAILURE_OF_ERASE && is_short_disc_information(&failure->drive)) {
        return E_IMAPI_ERASE_DISC_INFORMATION_TOO_SMALL;
    }
    if (hr == BY_DRIVE) return from_drive(&failure->drive);
    if (hr == BY_SOURCE) return FAILED(failure->source_result) ? failure->source_result : E_FAIL;
    return hr;
}

/* ---------------------------------------------------------------------------------------------------------- words */

enum { BLOCK_BYTES = 2048 };

/* "1000 blocks (2.0 MB)" */
static void append_blocks(struct text *text, const struct burn_failure *failure, uint64_t blocks)
{
    unsigned long long tenths = blocks * (failure->block_bytes ? failure->block_bytes : BLOCK_BYTES) / 100000;

    text_printf(text, "%llu blocks (%llu.%llu MB)", (unsigned long long)blocks, tenths / 10, tenths % 10);
}

static void append_too_large(struct text *text, const struct burn_failure *failure)
{
    text_append(text, "The data need ");
    append_blocks(text, failure, failure->needed_blocks);
    text_append(text, ", but the disc has room for only ");
    append_blocks(text, failure, failure->free_blocks);
    text_append(text, ": ");
    append_blocks(text, failure,
                  failure->needed_blocks > failure->free_blocks ? failure->needed_blocks - failure->free_blocks : 0);
    text_append(text, " too many.");
}

static const struct {
    uint32_t bit;
    const char *text;
} states[] = {
    {BURN_MEDIA_DAMAGED, "its last session is damaged"},
    {BURN_MEDIA_NON_EMPTY_SESSION, "its last session was begun and never closed"},
    {BURN_MEDIA_ERASE_REQUIRED, "it has to be erased first"},
    {BURN_MEDIA_FINALIZED, "it is finalised, so that nothing can be added"},
    {BURN_MEDIA_WRITE_PROTECTED, "it is write-protected"},
    {BURN_MEDIA_UNSUPPORTED, "this drive cannot write such a disc"},
};

/* What takes it away: who reads it wants to write the disc. */
static const struct {
    uint32_t bit;
    const char *text;
} protections[] = {
    {BURN_PROTECTED_BY_CARTRIDGE, "by the tab of its cartridge"},
    {BURN_PROTECTED_BY_SOFTWARE, "by software, which wrote it down on the disc"},
    {BURN_PROTECTED_BY_MEDIUM, "by the disc itself"},
    {BURN_PROTECTED_UNTIL_POWER_DOWN, "in the drive, until that is switched off"},
};

static void append_protection(struct text *text, uint32_t protection)
{
    const char *separator = " ";
    size_t i;

    for (i = 0; i < ARRAYSIZE(protections); i++) {
        if (!(protection & protections[i].bit)) continue;
        text_printf(text, "%s%s", separator, protections[i].text);
        separator = ", and ";
    }
}

/* "The disc in the drive is of type DVD-RAM: it is finalised, ...; it is write-protected by the tab of its ..." */
static void append_state(struct text *text, const struct burn_failure *failure)
{
    const char *separator = ": ";
    size_t i;

    text_printf(text, "The disc in the drive is of type %s", burn_medium_name((enum burn_medium)failure->medium));
    for (i = 0; i < ARRAYSIZE(states); i++) {
        if (!(failure->media_status & states[i].bit)) continue;
        text_printf(text, "%s%s", separator, states[i].text);
        if (states[i].bit == BURN_MEDIA_WRITE_PROTECTED) append_protection(text, failure->protection);
        separator = "; ";
    }
    text_append(text, ".");
}

/* Of a command that was refused for it. */
static void append_protected(struct text *text, const struct burn_failure *failure)
{
    if (!failure->protection) return;
    text_append(text, "It is protected");
    append_protection(text, failure->protection);
    text_append(text, ".");
}

static void append_no_test(struct text *text, const struct burn_failure *failure)
{
    text_printf(
        text,
        "The drive cannot write this disc, of type %s, with the laser off: a test write needs a drive that offers "
        "it, and a CD-R, CD-RW, DVD-R or DVD-RW.",
        burn_medium_name((enum burn_medium)failure->medium));
}

static void append_verification(struct text *text, const struct burn_failure *failure)
{
    bool was_read = failure->drive.status == DRIVE_OK;

    if (failure->lba_count > 1) {
        text_printf(text, "At least one of the sectors %ld to %lld ", (long)failure->lba,
                    (long long)failure->lba + failure->lba_count - 1);
    } else {
        text_printf(text, "Sector %ld ", (long)failure->lba);
    }
    text_append(text, was_read ? "does not hold the data that were written." : "cannot be read.");
}

void burn_failure_text(struct text *text, const struct burn_failure *failure)
{
    switch (failure->status) {
    case BURN_TOO_LARGE:
        append_too_large(text, failure);
        break;
    case BURN_MEDIUM_UNSUPPORTED:
    case BURN_INVALID_STATE:
    case BURN_WRITE_PROTECTED:
    case BURN_NOT_BLANK:
    case BURN_NOT_ERASABLE:
        append_state(text, failure);
        break;
    case BURN_NO_TEST_WRITE:
        append_no_test(text, failure);
        break;
    case BURN_SOURCE_FAILED:
        text_printf(text,
                    "Reading the source stream failed with 0x%08lX: check the file or program that supplies the data.",
                    (unsigned long)failure->source_result);
        break;
    case BURN_SOURCE_SHORT:
        text_printf(text, "The stream ended before the size that it reported: block %ld is missing.",
                    (long)failure->lba);
        break;
    case BURN_INVALID_RANGE:
        text_append(text, "A range of blocks ends before it begins, or lies outside of the stream.");
        break;
    case BURN_DISAGREES:
        text_append(text, "Every command succeeded, but the disc reports other contents than were written: do not rely "
                          "on this disc.");
        break;
    case BURN_VERIFICATION:
        append_verification(text, failure);
        break;
    default:
        append_protected(text, failure);
        break;
    }
}
