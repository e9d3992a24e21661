/* A step's command, and its description in words. */
#include "burn/step.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"

enum { MODE_HEADER = 8, PAGE_05_BYTES = 52, DISC_STRUCTURE_LAYER = 0x20 };

uint32_t burn_run_blocks(const struct burn_run_of_blocks *run)
{
    return run->zeros_before + run->source_blocks + run->zeros_after;
}

void burn_step_write_command(const struct burn_run_of_blocks *run, int32_t lba, uint32_t blocks, const void *data,
                             struct scsi_command *command)
{
    if (run->streaming) {
        mmc_cdb_write_12(command, lba, blocks, false, true, run->block_bytes, data);
    } else {
        mmc_cdb_write_10(command, lba, (uint16_t)blocks, false, run->block_bytes, data);
    }
}

/* The step's list, in data. */
static const uint8_t *list_of(const struct burn_step *step, uint8_t *data)
{
    memset(data, 0, BURN_STEP_DATA_MAX);
    memcpy(data, step->list, step->list_bytes);
    return data;
}

bool burn_step_command(const struct burn_step *step, uint8_t data[BURN_STEP_DATA_MAX], struct scsi_command *command)
{
    const struct burn_run_of_blocks *run = &step->run;
    uint32_t blocks = burn_run_blocks(run);

    switch (step->kind) {
    case BURN_STEP_REMOVAL:
        mmc_cdb_prevent_allow_medium_removal(command, step->prevents, false);
        return true;
    case BURN_STEP_START_UNIT:
        mmc_cdb_start_stop_unit(command, false, MMC_START);
        return true;
    case BURN_STEP_WRITE_PARAMETERS:
        memset(data, 0, BURN_STEP_DATA_MAX);
        data[MODE_HEADER] = MMC_MODE_PAGE_WRITE_PARAMETERS;
        data[MODE_HEADER + 1] = PAGE_05_BYTES - 2;
        mmc_write_parameters_page_set(data + MODE_HEADER, PAGE_05_BYTES, &step->parameters);
        mmc_cdb_mode_select(command, false, data, MODE_HEADER + PAGE_05_BYTES);
        return true;
    case BURN_STEP_CALIBRATE:
        mmc_cdb_send_opc_information(command);
        return true;
    case BURN_STEP_CUE_SHEET:
        mmc_cdb_send_cue_sheet(command, list_of(step, data), step->list_bytes);
        return true;
    case BURN_STEP_RESERVE_TRACK:
        mmc_cdb_reserve_track(command, step->blocks);
        return true;
    case BURN_STEP_LAYER_BREAK:
        mmc_cdb_send_disc_structure(command, DISC_STRUCTURE_LAYER, list_of(step, data), step->list_bytes);
        return true;
    case BURN_STEP_FORMAT:
        mmc_cdb_format_unit(command, false, list_of(step, data));
        return true;
    case BURN_STEP_WRITE:
        burn_step_write_command(run, run->start_lba, blocks < run->blocks_per_write ? blocks : run->blocks_per_write,
                                NULL, command);
        return true;
    case BURN_STEP_SYNCHRONIZE:
        mmc_cdb_synchronize_cache(command, step->immediate);
        return true;
    case BURN_STEP_CLOSE:
        mmc_cdb_close_track_session(command, step->immediate, step->function, step->track);
        return true;
    case BURN_STEP_BLANK:
        mmc_cdb_blank(command, step->immediate, step->full ? MMC_BLANK_DISC : MMC_BLANK_MINIMAL, 0);
        return true;
    default:
        return false;
    }
}

static const char *close_words(enum mmc_close function)
{
    switch (function) {
    case MMC_CLOSE_BACKGROUND_FORMAT:
        return "stop the background format";
    case MMC_CLOSE_SESSION:
        return "close the session";
    case MMC_CLOSE_FINALIZE_MINIMUM:
        return "close the disc, readable by players";
    default:
        return "close the disc";
    }
}

static void describe_run(const struct burn_run_of_blocks *run, char *text, size_t size)
{
    int used = snprintf(text, size, "write %lu blocks from %ld, %lu a command", (unsigned long)burn_run_blocks(run),
                        (long)run->start_lba, (unsigned long)run->blocks_per_write);

    if ((run->zeros_before || run->zeros_after) && used >= 0 && (size_t)used < size) {
        snprintf(text + used, size - (size_t)used, " (%lu of them zeros)",
                 (unsigned long)run->zeros_before + run->zeros_after);
    }
}

void burn_step_describe(const struct burn_step *step, char *text, size_t size)
{
    /* clang-format off */
    static const char *const words[BURN_STEP_KINDS] = {
        [BURN_STEP_START_UNIT]       = "start the unit",
        [BURN_STEP_WRITE_PARAMETERS] = "set the write parameters",
        [BURN_STEP_SPEED]            = "set the speed",
        [BURN_STEP_CALIBRATE]        = "calibrate the laser's power",
        [BURN_STEP_CUE_SHEET]        = "send the cue sheet",
        [BURN_STEP_FORMAT]           = "format",
        [BURN_STEP_FILL]             = "fill a short track with silence",
        [BURN_STEP_SYNCHRONIZE]      = "synchronize the cache",
        [BURN_STEP_AGREE]            = "compare the disc's own information",
    };
    /* clang-format on */

    switch (step->kind) {
    case BURN_STEP_REMOVAL:
        snprintf(text, size, "%s removal", step->prevents ? "prevent" : "allow");
        break;
    case BURN_STEP_RESERVE_TRACK:
        snprintf(text, size, "reserve a track of %lu blocks", (unsigned long)step->blocks);
        break;
    case BURN_STEP_LAYER_BREAK:
        snprintf(text, size, "end layer 0 after %lu blocks", (unsigned long)load_be32(step->list + 8));
        break;
    case BURN_STEP_WRITE:
        describe_run(&step->run, text, size);
        break;
    case BURN_STEP_CLOSE:
        if (step->function == MMC_CLOSE_TRACK) {
            snprintf(text, size, "close track %u", step->track);
        } else {
            snprintf(text, size, "%s", close_words(step->function));
        }
        break;
    case BURN_STEP_BLANK:
        snprintf(text, size, "blank %s", step->full ? "the whole disc" : "as little as possible");
        break;
    case BURN_STEP_VERIFY:
        snprintf(text, size, "verify %s", step->full ? "every block" : "a sample of the blocks");
        break;
    default:
        snprintf(text, size, "%s", words[step->kind]);
        break;
    }
}
