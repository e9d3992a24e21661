/* Formats each row as a line. */
#include "imapi2/setback_lines.h"

#include <string.h>

#include "base/text.h"
#include "mmc/codes.h"
#include "scsi/sense.h"

enum { LINES_SIZE = 8192 }; /* 16 lines of words that the tables have */

static const char *const kinds[] = {
    [BURN_SETBACK_WAITED] = "waited",
    [BURN_SETBACK_AGAIN] = "again",
    [BURN_SETBACK_PASSED] = "passed",
};

static void append_reason(struct text *text, const struct burn_setback *row)
{
    const char *words = row->has_sense ? scsi_sense_code_text(row->asc, row->ascq) : NULL;

    if (!row->has_sense) {
        text_printf(text, "\t\tstatus %02Xh", row->scsi_status);
        return;
    }
    text_printf(text, "\t%X/%02X/%02X\t%s%s%s", row->key, row->asc, row->ascq, scsi_sense_key_text(row->key),
                words ? ", " : "", words ? words : "");
}

static void append_row(struct text *text, const struct burn_setback *row)
{
    const char *name = mmc_opcode_name(row->opcode);

    text_append(text, kinds[row->kind]);
    if (name) {
        text_printf(text, "\t%s", name);
    } else {
        text_printf(text, "\tcommand %02Xh", row->opcode);
    }
    append_reason(text, row);
    text_printf(text, "\t%lu\t", (unsigned long)row->count);
    if (row->has_lba) {
        text_printf(text, "%ld\t%ld", (long)row->first_lba, (long)row->last_lba);
    } else {
        text_append(text, "\t");
    }
    text_printf(text, "\t%llu\n", (unsigned long long)row->waited_ms);
}

BSTR setback_lines_string(const struct burn_setbacks *setbacks)
{
    char buffer[LINES_SIZE];
    struct text text = text_in(buffer, sizeof buffer);
    BSTR string;
    size_t i;

    for (i = 0; i < setbacks->count; i++)
        append_row(&text, &setbacks->rows[i]);
    string = SysAllocStringLen(NULL, (UINT)text.length);
    for (i = 0; string && i < text.length; i++)
        string[i] = (WCHAR)text.bytes[i];
    return string;
}
