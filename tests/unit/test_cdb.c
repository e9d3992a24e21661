/* Every vector of vectors/cdb.json through the builder that it is for. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mmc/cdb.h"
#include "mmc/cdb_write.h"
#include "support/vectors.h"

static uint8_t data[32]; /* the parameter list, where a builder writes one; else only its address counts */

static void build_inquiry(struct scsi_command *command, const cJSON *p)
{
    assert_int_equal(vector_number(p, "evpd"), 0);
    mmc_cdb_inquiry(command, data, (uint8_t)vector_number(p, "allocation"));
}

static void build_test_unit_ready(struct scsi_command *command, const cJSON *p)
{
    (void)p;
    mmc_cdb_test_unit_ready(command);
}

static void build_request_sense(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_request_sense(command, vector_number(p, "desc") != 0, data, (uint8_t)vector_number(p, "allocation"));
}

static void build_get_configuration(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_get_configuration(command, (enum mmc_configuration_scope)vector_number(p, "rt"),
                              (uint16_t)vector_number(p, "starting_feature"), data,
                              (uint16_t)vector_number(p, "allocation"));
}

static void build_mode_sense(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_mode_sense(command, !vector_number(p, "dbd"), (enum mmc_page_control)vector_number(p, "pc"),
                       (uint8_t)vector_number(p, "page"), (uint8_t)vector_number(p, "subpage"), data,
                       (uint16_t)vector_number(p, "allocation"));
}

static void build_mode_sense_6(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_mode_sense_6(command, !vector_number(p, "dbd"), (enum mmc_page_control)vector_number(p, "pc"),
                         (uint8_t)vector_number(p, "page"), (uint8_t)vector_number(p, "subpage"), data,
                         (uint8_t)vector_number(p, "allocation"));
}

static void build_mode_select(struct scsi_command *command, const cJSON *p)
{
    assert_int_equal(vector_number(p, "pf"), 1);
    mmc_cdb_mode_select(command, vector_number(p, "sp") != 0, data, (uint16_t)vector_number(p, "list_length"));
}

static void build_start_stop(struct scsi_command *command, const cJSON *p)
{
    const char *operation = vector_string(p, "operation");
    bool immediate = vector_number(p, "immed") != 0;

    if (strcmp(operation, "stop") == 0) {
        mmc_cdb_start_stop_unit(command, immediate, MMC_STOP);
    } else if (strcmp(operation, "start") == 0) {
        mmc_cdb_start_stop_unit(command, immediate, MMC_START);
    } else if (strcmp(operation, "eject") == 0) {
        mmc_cdb_start_stop_unit(command, immediate, MMC_EJECT);
    } else if (strcmp(operation, "load") == 0) {
        mmc_cdb_start_stop_unit(command, immediate, MMC_LOAD);
    } else {
        fail_msg("unknown operation %s", operation);
    }
}

static void build_prevent_allow(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_prevent_allow_medium_removal(command, vector_number(p, "prevent") != 0,
                                         vector_number(p, "persistent") != 0);
}

static void build_get_event(struct scsi_command *command, const cJSON *p)
{
    assert_int_equal(vector_number(p, "polled"), 1);
    mmc_cdb_get_event_status_notification(command, (uint8_t)vector_number(p, "class_mask"), data,
                                          (uint16_t)vector_number(p, "allocation"));
}

static void build_disc_information(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_disc_information(command, (uint8_t)vector_number(p, "data_type"), data,
                                  (uint16_t)vector_number(p, "allocation"));
}

static void build_track_information(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_track_information(
        command, vector_number(p, "open") != 0, (enum mmc_track_address)vector_number(p, "address_type"),
        (uint32_t)vector_number(p, "address"), data, (uint16_t)vector_number(p, "allocation"));
}

static void build_toc(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_toc(command, vector_number(p, "msf") != 0, (uint8_t)vector_number(p, "format"),
                     (uint8_t)vector_number(p, "track_session"), data, (uint16_t)vector_number(p, "allocation"));
}

static void build_capacity(struct scsi_command *command, const cJSON *p)
{
    (void)p;
    mmc_cdb_read_capacity(command, data);
}

static void build_send_structure(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_send_disc_structure(command, (uint8_t)vector_number(p, "format"), data,
                                (uint16_t)vector_number(p, "list_length"));
}

static void build_format_capacities(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_format_capacities(command, data, (uint16_t)vector_number(p, "allocation"));
}

static void build_buffer_capacity(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_buffer_capacity(command, vector_number(p, "block") != 0, data,
                                 (uint16_t)vector_number(p, "allocation"));
}

static void build_disc_structure(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_disc_structure(command, (uint8_t)vector_number(p, "media_type"), (uint32_t)vector_number(p, "address"),
                                (uint8_t)vector_number(p, "layer"), (uint8_t)vector_number(p, "format"),
                                (uint8_t)vector_number(p, "agid"), data, (uint16_t)vector_number(p, "allocation"));
}

static void build_performance(struct scsi_command *command, const cJSON *p)
{
    uint32_t start_lba = (uint32_t)vector_number(p, "start_lba");
    uint16_t max_descriptors = (uint16_t)vector_number(p, "max_descriptors");

    assert_int_equal(vector_number(p, "except"), 0);
    if (vector_number(p, "type") == 3) {
        mmc_cdb_get_write_speeds(command, start_lba, data, max_descriptors);
    } else {
        assert_int_equal(vector_number(p, "type"), 0);
        assert_int_equal(vector_number(p, "tolerance"), 2);
        mmc_cdb_get_performance(command, vector_number(p, "write") != 0, start_lba, data, max_descriptors);
    }
}

static void build_read_10(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_10(command, (uint32_t)vector_number(p, "lba"), (uint16_t)vector_number(p, "blocks"),
                    vector_number(p, "fua") != 0, (uint32_t)vector_number(p, "block_size"), data);
}

static void build_read_12(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_read_12(command, (uint32_t)vector_number(p, "lba"), (uint32_t)vector_number(p, "blocks"),
                    vector_number(p, "fua") != 0, vector_number(p, "streaming") != 0,
                    (uint32_t)vector_number(p, "block_size"), data);
}

static void build_write_10(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_write_10(command, (int32_t)vector_number(p, "lba"), (uint16_t)vector_number(p, "blocks"),
                     vector_number(p, "fua") != 0, (uint32_t)vector_number(p, "block_size"), data);
}

static void build_write_12(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_write_12(command, (int32_t)vector_number(p, "lba"), (uint32_t)vector_number(p, "blocks"),
                     vector_number(p, "fua") != 0, vector_number(p, "streaming") != 0,
                     (uint32_t)vector_number(p, "block_size"), data);
}

static void build_synchronize_cache(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_synchronize_cache(command, vector_number(p, "immed") != 0);
}

static void build_close(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_close_track_session(command, vector_number(p, "immed") != 0, (enum mmc_close)vector_number(p, "function"),
                                (uint16_t)vector_number(p, "track"));
}

static void build_reserve_track(struct scsi_command *command, const cJSON *p)
{
    if (vector_number(p, "arsv")) {
        mmc_cdb_reserve_track_at(command, (uint32_t)vector_number(p, "lba"));
    } else {
        mmc_cdb_reserve_track(command, (uint32_t)vector_number(p, "blocks"));
    }
}

static void build_blank(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_blank(command, vector_number(p, "immed") != 0, (enum mmc_blank)vector_number(p, "type"),
                  (uint32_t)vector_number(p, "address"));
}

static void build_format_unit(struct scsi_command *command, const cJSON *p)
{
    struct mmc_format format = {.blocks = (uint32_t)vector_number(p, "blocks"),
                                .type = (uint8_t)vector_number(p, "type"),
                                .subtype = (uint8_t)vector_number(p, "subtype"),
                                .parameter = (uint32_t)vector_number(p, "parameter")};
    struct mmc_format_options options = {.immediate = vector_number(p, "immed") != 0,
                                         .options_valid = vector_number(p, "fov") != 0,
                                         .skips_certification = vector_number(p, "dcrt") != 0};

    mmc_format_list_write(data, &format, &options);
    mmc_cdb_format_unit(command, vector_number(p, "cmplist") != 0, data);
}

static void build_send_opc(struct scsi_command *command, const cJSON *p)
{
    assert_int_equal(vector_number(p, "do_opc"), 1);
    assert_int_equal(vector_number(p, "list_length"), 0);
    mmc_cdb_send_opc_information(command);
}

static void build_set_cd_speed(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_set_cd_speed(command, (uint8_t)vector_number(p, "rotation"), (uint16_t)vector_number(p, "read_kbs"),
                         (uint16_t)vector_number(p, "write_kbs"));
}

static void build_set_streaming(struct scsi_command *command, const cJSON *p)
{
    struct mmc_streaming streaming = {.rotation = (uint8_t)vector_number(p, "wrc"),
                                      .restore_defaults = vector_number(p, "rdd") != 0,
                                      .exact = vector_number(p, "exact") != 0,
                                      .random_access = vector_number(p, "ra") != 0,
                                      .start_lba = (uint32_t)vector_number(p, "start_lba"),
                                      .end_lba = (uint32_t)vector_number(p, "end_lba"),
                                      .read_kb = (uint32_t)vector_number(p, "read_size"),
                                      .read_ms = (uint32_t)vector_number(p, "read_time"),
                                      .write_kb = (uint32_t)vector_number(p, "write_size"),
                                      .write_ms = (uint32_t)vector_number(p, "write_time")};

    assert_int_equal(vector_number(p, "type"), 0);
    mmc_streaming_write(data, &streaming);
    mmc_cdb_set_streaming(command, data);
}

/* The vector has the sheet, or its size alone. */
static void build_send_cue_sheet(struct scsi_command *command, const cJSON *p)
{
    mmc_cdb_send_cue_sheet(command, data, (uint32_t)vector_number(p, "size"));
}

struct row {
    const char *command;
    void (*build)(struct scsi_command *command, const cJSON *parameters); /* NULL: nothing here sends it */
};

/* clang-format off */
static const struct row rows[] = {
    {"INQUIRY",                       build_inquiry},
    {"TEST UNIT READY",               build_test_unit_ready},
    {"REQUEST SENSE",                 build_request_sense},
    {"GET CONFIGURATION",             build_get_configuration},
    {"MODE SENSE(10)",                build_mode_sense},
    {"MODE SENSE(6)",                 build_mode_sense_6},
    {"MODE SELECT(10)",               build_mode_select},
    {"START STOP UNIT",               build_start_stop},
    {"PREVENT ALLOW MEDIUM REMOVAL",  build_prevent_allow},
    {"GET EVENT STATUS NOTIFICATION", build_get_event},
    {"READ DISC INFORMATION",         build_disc_information},
    {"READ TRACK INFORMATION",        build_track_information},
    {"READ TOC/PMA/ATIP",             build_toc},
    {"READ CAPACITY(10)",             build_capacity},
    {"READ(10)",                      build_read_10},
    {"READ(12)",                      build_read_12},
    {"WRITE(10)",                     build_write_10},
    {"WRITE(12)",                     build_write_12},
    {"WRITE AND VERIFY(10)",          NULL},
    {"SYNCHRONIZE CACHE(10)",         build_synchronize_cache},
    {"CLOSE TRACK/SESSION",           build_close},
    {"BLANK",                         build_blank},
    {"FORMAT UNIT",                   build_format_unit},
    {"RESERVE TRACK",                 build_reserve_track},
    {"SEND OPC INFORMATION",          build_send_opc},
    {"SET CD SPEED",                  build_set_cd_speed},
    {"SET STREAMING",                 build_set_streaming},
    {"GET PERFORMANCE",               build_performance},
    {"READ BUFFER CAPACITY",          build_buffer_capacity},
    {"READ DISC STRUCTURE",           build_disc_structure},
    {"SEND DISC STRUCTURE",           build_send_structure},
    {"SEND CUE SHEET",                build_send_cue_sheet},
    {"READ FORMAT CAPACITIES",        build_format_capacities},
    {"VERIFY(10)",                    NULL},
    {"REPAIR TRACK",                  NULL},
    {"LOAD/UNLOAD MEDIUM",            NULL},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0] };

static void compare(const struct row *row, const cJSON *vector)
{
    static const char *const directions[] = {"none", "in", "out"};
    const char *id = vector_string(vector, "id");
    struct scsi_command command;
    uint8_t *cdb;
    size_t cdb_length;

    memset(&command, 0xa5, sizeof command); /* a builder sets everything */
    memset(data, 0xa5, sizeof data);
    row->build(&command, cJSON_GetObjectItemCaseSensitive(vector, "parameters"));
    cdb = vector_bytes(vector_string(vector, "cdb"), &cdb_length);
    if (command.cdb_length != cdb_length || memcmp(command.cdb, cdb, cdb_length) != 0) {
        size_t i;

        vector_fail(id, "%s: expected %s", row->command, vector_string(vector, "cdb"));
        for (i = 0; i < command.cdb_length && i < SCSI_CDB_MAX; i++)
            fprintf(stderr, "%02x", command.cdb[i]);
        fprintf(stderr, "\n");
    }
    if (strcmp(directions[command.direction], vector_string(vector, "data_direction")) != 0) {
        vector_fail(id, "%s: data goes %s", row->command, directions[command.direction]);
    }
    if ((long long)command.requested_bytes != vector_number(vector, "data_length")) {
        vector_fail(id, "%s: %lu bytes", row->command, (unsigned long)command.requested_bytes);
    }
    if (command.data != (command.direction == SCSI_NO_DATA ? NULL : data)) vector_fail(id, "data is not the caller's");
    if (row->build == build_format_unit || row->build == build_set_streaming) {
        uint8_t *list = vector_bytes(vector_string(vector, "data_out"), &cdb_length);

        if (cdb_length != command.requested_bytes || memcmp(data, list, cdb_length) != 0) {
            vector_fail(id, "%s: another list than %s", row->command, vector_string(vector, "data_out"));
        }
        free(list);
    }
    if (command.timeout_ms) vector_fail(id, "timeout_ms is the caller's to set");
    free(cdb);
}

static void cdb_vectors__all__are_built_byte_for_byte(void **state)
{
    cJSON *file = vectors_load("vectors/cdb.json");
    const cJSON *vector;
    unsigned ran = 0, later = 0, there = 0, reached[ROWS] = {0};
    size_t i;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(file, "vectors"))
    {
        const char *name = vector_string(vector, "command");

        there++;
        for (i = 0; i < ROWS && strcmp(rows[i].command, name) != 0; i++)
            continue;
        if (i == ROWS) {
            vector_fail(vector_string(vector, "id"), "no row for %s", name);
            continue;
        }
        reached[i]++;
        if (rows[i].build) {
            compare(&rows[i], vector);
            ran++;
        } else {
            later++;
        }
    }
    printf("[ vectors  ] %u of %u in vectors/cdb.json ran\n", ran, there);
    printf("[ NOT RUN  ] %u vectors of commands that nothing here sends:\n", later);
    for (i = 0; i < ROWS; i++) {
        if (!reached[i]) vector_fail(rows[i].command, "no vector reaches this row");
        if (!rows[i].build) printf("[ NOT RUN  ]   %-24s %u\n", rows[i].command, reached[i]);
    }
    cJSON_Delete(file);
    assert_true(there > 0);
    assert_int_equal(ran + later, there);
    assert_int_equal(vectors_take_failures(), 0);
}

/* SPC-3, REQUEST SENSE: DESC is bit 0 of byte 1. No vector sets it. */
static void cdb_request_sense__descriptor_format__sets_desc(void **state)
{
    static const uint8_t expected[6] = {0x03, 0x01, 0x00, 0x00, 0xfc, 0x00};
    struct scsi_command command;

    (void)state;
    mmc_cdb_request_sense(&command, true, data, 252);
    assert_memory_equal(command.cdb, expected, sizeof expected);
}

/* MMC-6, READ(12): Streaming is bit 7 of byte 10. No vector sets it. */
static void cdb_read_12__streaming__sets_byte_10(void **state)
{
    static const uint8_t expected[12] = {0xa8, 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x80, 0x00};
    struct scsi_command command;

    (void)state;
    mmc_cdb_read_12(&command, 16, 32, false, true, 2048, data);
    assert_memory_equal(command.cdb, expected, sizeof expected);
    assert_int_equal(command.requested_bytes, 65536);
}

/* MMC-6, WRITE(12): Streaming is bit 7 of byte 10. No vector sets it. */
static void cdb_write_12__streaming__sets_byte_10(void **state)
{
    static const uint8_t expected[12] = {0xaa, 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x80, 0x00};
    struct scsi_command command;

    (void)state;
    mmc_cdb_write_12(&command, 16, 32, false, true, 2048, data);
    assert_memory_equal(command.cdb, expected, sizeof expected);
    assert_int_equal(command.requested_bytes, 65536);
}

/* No vector sets FUA of WRITE(10), waits for SYNCHRONIZE CACHE, or restores the drive's speeds. */
static void cdb_write__bits_without_a_vector__are_where_the_standard_has_them(void **state)
{
    static const uint8_t write[10] = {0x2a, 0x08, 0, 0, 0, 0x10, 0, 0, 0x01, 0};
    static const uint8_t synchronize[10] = {0x35};
    static const uint8_t defaults[28] = {0x04};
    static const struct mmc_streaming streaming = {.restore_defaults = true};
    struct scsi_command command;

    (void)state;
    mmc_cdb_write_10(&command, 16, 1, true, 2048, data);
    assert_memory_equal(command.cdb, write, sizeof write);
    mmc_cdb_synchronize_cache(&command, false);
    assert_memory_equal(command.cdb, synchronize, sizeof synchronize);
    mmc_streaming_write(data, &streaming);
    assert_memory_equal(data, defaults, sizeof defaults);
}

/* MMC-6, READ TRACK INFORMATION: address type 2 is a session. No vector asks for one. */
static void cdb_read_track_information__by_session__sets_type_2(void **state)
{
    static const uint8_t expected[10] = {0x52, 0x02, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x30, 0x00};
    struct scsi_command command;

    (void)state;
    mmc_cdb_read_track_information(&command, false, MMC_TRACK_BY_SESSION, 3, data, 48);
    assert_memory_equal(command.cdb, expected, sizeof expected);
}

/* A narrow field never spills into its neighbours. */
static void cdb__too_large_arguments__are_cut(void **state)
{
    static const uint8_t structure[12] = {0xad, 0x0f, 0, 0, 0, 0, 0xff, 0xff, 0, 0x04, 0xc0, 0};
    static const uint8_t toc[10] = {0x43, 0, 0x0f, 0, 0, 0, 0, 0, 0x04, 0};
    static const uint8_t sense[10] = {0x5a, 0x08, 0x3f, 0, 0, 0, 0, 0, 0x08, 0};
    static const uint8_t close[10] = {0x5b, 0x01, 0x07};
    static const uint8_t blank[12] = {0xa1, 0x17};
    static const uint8_t speed[12] = {0xbb, 0x03};
    static const uint8_t cue[10] = {0x5d, 0, 0, 0, 0, 0, 0, 0, 0x08, 0};
    struct scsi_command command;

    (void)state;
    mmc_cdb_read_disc_structure(&command, 0xff, 0, 0xff, 0xff, 0xff, data, 4);
    assert_memory_equal(command.cdb, structure, sizeof structure);
    mmc_cdb_read_toc(&command, false, 0xff, 0, data, 4);
    assert_memory_equal(command.cdb, toc, sizeof toc);
    mmc_cdb_mode_sense(&command, false, MMC_PAGE_CURRENT, 0xff, 0, data, 8);
    assert_memory_equal(command.cdb, sense, sizeof sense);
    mmc_cdb_close_track_session(&command, true, (enum mmc_close)0xff, 0);
    assert_memory_equal(command.cdb, close, sizeof close);
    mmc_cdb_blank(&command, true, (enum mmc_blank)0xff, 0);
    assert_memory_equal(command.cdb, blank, sizeof blank);
    mmc_cdb_set_cd_speed(&command, 0xff, 0, 0);
    assert_memory_equal(command.cdb, speed, sizeof speed);
    mmc_cdb_send_cue_sheet(&command, data, 0x1000008);
    assert_memory_equal(command.cdb, cue, sizeof cue);
}

static void set_allocation__cdbs_of_6_10_and_12_bytes__is_where_each_has_it(void **state)
{
    static const uint8_t sense[6] = {0x1A, 0x08, 0x3F, 0, 0xFC, 0};
    static const uint8_t toc[10] = {0x43, 0, 0, 0, 0, 0, 1, 0xAB, 0xCD, 0};
    static const uint8_t structure[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0, 0xAB, 0xCD, 0, 0};
    struct scsi_command command;

    (void)state;
    mmc_cdb_read_toc(&command, false, 0, 1, NULL, 1024);
    mmc_cdb_set_allocation(&command, 0xABCD);
    assert_memory_equal(command.cdb, toc, sizeof toc);
    assert_int_equal(command.requested_bytes, 0xABCD);
    mmc_cdb_read_disc_structure(&command, 0, 0, 0, 0, 0, NULL, 2052);
    mmc_cdb_set_allocation(&command, 0xABCD);
    assert_memory_equal(command.cdb, structure, sizeof structure);
    assert_int_equal(command.requested_bytes, 0xABCD);
    mmc_cdb_mode_sense_6(&command, false, MMC_PAGE_CURRENT, 0x3F, 0, NULL, 4);
    mmc_cdb_set_allocation(&command, 0xFC);
    assert_memory_equal(command.cdb, sense, sizeof sense);
    assert_int_equal(command.requested_bytes, 0xFC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cdb_vectors__all__are_built_byte_for_byte),
        cmocka_unit_test(cdb_request_sense__descriptor_format__sets_desc),
        cmocka_unit_test(cdb_read_12__streaming__sets_byte_10),
        cmocka_unit_test(cdb_write_12__streaming__sets_byte_10),
        cmocka_unit_test(cdb_write__bits_without_a_vector__are_where_the_standard_has_them),
        cmocka_unit_test(cdb_read_track_information__by_session__sets_type_2),
        cmocka_unit_test(cdb__too_large_arguments__are_cut),
        cmocka_unit_test(set_allocation__cdbs_of_6_10_and_12_bytes__is_where_each_has_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
