/* Counts refusals in a table of bounded size. */
#include "burn/setbacks.h"

static bool is_of(const struct burn_setback *row, enum burn_setback_kind kind, const struct drive_failure *failure)
{
    if (row->kind != kind || row->opcode != failure->opcode || row->has_sense != failure->has_sense) return false;
    if (!failure->has_sense) return row->scsi_status == failure->scsi_status;
    return row->key == failure->sense.key && row->asc == failure->sense.asc && row->ascq == failure->sense.ascq;
}

static struct burn_setback *find(struct burn_setbacks *setbacks, enum burn_setback_kind kind,
                                 const struct drive_failure *failure)
{
    struct burn_setback *row;
    size_t i;

    for (i = 0; i < setbacks->count; i++) {
        if (is_of(&setbacks->rows[i], kind, failure)) return &setbacks->rows[i];
    }
    if (setbacks->count == BURN_SETBACKS_MAX) return NULL;
    row = &setbacks->rows[setbacks->count++];
    row->kind = kind;
    row->opcode = failure->opcode;
    row->scsi_status = failure->scsi_status;
    row->has_sense = failure->has_sense;
    if (!failure->has_sense) return row;
    row->key = failure->sense.key;
    row->asc = failure->sense.asc;
    row->ascq = failure->sense.ascq;
    return row;
}

void burn_setbacks_note(struct burn_setbacks *setbacks, enum burn_setback_kind kind,
                        const struct drive_failure *failure, const int32_t *lba, uint32_t waited_ms)
{
    struct burn_setback *row;

    if (!setbacks) return;
    row = find(setbacks, kind, failure);
    if (!row) {
        setbacks->left_out++;
        return;
    }
    row->count++;
    row->waited_ms += waited_ms;
    if (!lba) return;
    if (!row->has_lba) row->first_lba = *lba;
    row->last_lba = *lba;
    row->has_lba = true;
}
