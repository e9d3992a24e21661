/* mmc/feature_fields.c: every bit alone, every descriptor one byte too short. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/feature_fields.h"
#include "support/reply_vectors.h"

static uint8_t data[64];

static struct mmc_feature feature_of(uint16_t code, uint8_t data_bytes)
{
    struct mmc_feature feature = {.code = code, .version = 1, .data = data, .data_bytes = data_bytes};

    return feature;
}

/* MMC-6, feature descriptors: each bit alone must make its own field true and no other. */
struct bit_row {
    uint16_t code;
    uint8_t data_bytes;
    uint8_t byte; /* of the data: the standard's byte number less 4 */
    uint8_t bit;
    int field; /* number of the field, see fields_of */
    const char *name;
};

/* The bools of a feature, in the order in which the rows number them. Returns how many, or 0 when the parser refuses.
 */
static size_t fields_of(const struct mmc_feature *feature, bool out[16])
{
    size_t count = 0;

#define PARSE(type, function)                                                                                          \
    struct type fields;                                                                                                \
    if (function(feature, &fields) != MMC_OK) return 0;
#define FIELD(name) out[count++] = fields.name
    if (feature->code == 0x0001) {
        PARSE(mmc_core_feature, mmc_core_feature_parse)
        FIELD(device_busy_event);
        FIELD(inquiry_2);
    } else if (feature->code == 0x0003) {
        PARSE(mmc_removable_medium_feature, mmc_removable_medium_feature_parse)
        FIELD(load);
        FIELD(eject);
        FIELD(prevent_jumper);
        FIELD(delay_before_load);
        FIELD(lock);
    } else if (feature->code == 0x0004) {
        PARSE(mmc_write_protect_feature, mmc_write_protect_feature_parse)
        FIELD(disc_write_protect_pac);
        FIELD(write_inhibit_dcb);
        FIELD(persistent_write_protect);
        FIELD(software_write_protect);
    } else if (feature->code == 0x0010 || feature->code == 0x0020 || feature->code == 0x0025) {
        PARSE(mmc_block_feature, mmc_block_feature_parse)
        FIELD(page_present);
    } else if (feature->code == 0x001e) {
        PARSE(mmc_cd_read_feature, mmc_cd_read_feature_parse)
        FIELD(digital_audio_play);
        FIELD(c2_flags);
        FIELD(cd_text);
    } else if (feature->code == 0x001f) {
        PARSE(mmc_dvd_read_feature, mmc_dvd_read_feature_parse)
        FIELD(multi_110);
        FIELD(dual_layer_r);
        FIELD(dual_layer_rw);
    } else if (feature->code == 0x0021) {
        PARSE(mmc_incremental_feature, mmc_incremental_feature_parse)
        FIELD(buffer_underrun_free);
    } else if (feature->code == 0x0023) {
        PARSE(mmc_formattable_feature, mmc_formattable_feature_parse)
        FIELD(re_no_spare);
        FIELD(expand);
        FIELD(quick_certification);
        FIELD(certification);
        FIELD(random_recording);
    } else if (feature->code == 0x002a || feature->code == 0x002b || feature->code == 0x003a ||
               feature->code == 0x003b) {
        PARSE(mmc_dvd_plus_feature, mmc_dvd_plus_feature_parse)
        FIELD(write);
        FIELD(quick_start);
        FIELD(close_only);
    } else if (feature->code == 0x002c) {
        PARSE(mmc_rigid_overwrite_feature, mmc_rigid_overwrite_feature_parse)
        FIELD(defect_status_generate);
        FIELD(defect_status_read);
        FIELD(intermediate);
        FIELD(blank);
    } else if (feature->code == 0x002d) {
        PARSE(mmc_track_at_once_feature, mmc_track_at_once_feature_parse)
        FIELD(buffer_underrun_free);
        FIELD(r_w_raw);
        FIELD(r_w_pack);
        FIELD(test_write);
        FIELD(cd_rw);
        FIELD(r_w_sub_code);
    } else if (feature->code == 0x002e) {
        PARSE(mmc_mastering_feature, mmc_mastering_feature_parse)
        FIELD(buffer_underrun_free);
        FIELD(session_at_once);
        FIELD(raw_multi_session);
        FIELD(raw);
        FIELD(test_write);
        FIELD(cd_rw);
        FIELD(r_w_sub_code);
    } else if (feature->code == 0x002f) {
        PARSE(mmc_dvd_minus_feature, mmc_dvd_minus_feature_parse)
        FIELD(buffer_underrun_free);
        FIELD(r_dual_layer);
        FIELD(test_write);
        FIELD(dvd_rw);
    } else if (feature->code == 0x0040 || feature->code == 0x0041) {
        PARSE(mmc_bd_feature, mmc_bd_feature_parse)
        FIELD(burst_cutting_area);
        FIELD(no_verify_required);
    } else if (feature->code == 0x0107) {
        PARSE(mmc_streaming_feature, mmc_streaming_feature_parse)
        FIELD(read_buffer_capacity_block);
        FIELD(set_cd_speed);
        FIELD(mode_page_2a);
        FIELD(write_speed_performance);
        FIELD(stream_writing);
    }
    return count;
}

/* clang-format off */
static const struct bit_row bits[] = {
    {0x0001,  8,  4, 0, 0, "DBE"},            {0x0001,  8,  4, 1, 1, "INQ2"},
    {0x0003,  4,  0, 4, 0, "Load"},           {0x0003,  4,  0, 3, 1, "Eject"},       {0x0003,  4,  0, 2, 2, "Pvnt Jmpr"},
    {0x0003,  4,  0, 1, 3, "DBML"},           {0x0003,  4,  0, 0, 4, "Lock"},
    {0x0004,  4,  0, 3, 0, "DWP"},            {0x0004,  4,  0, 2, 1, "WDCB"},        {0x0004,  4,  0, 1, 2, "SPWP"},
    {0x0004,  4,  0, 0, 3, "SSWPP"},
    {0x0010,  8,  6, 0, 0, "PP"},             {0x0020, 12, 10, 0, 0, "PP"},          {0x0025,  8,  6, 0, 0, "PP"},
    {0x001e,  4,  0, 7, 0, "DAP"},            {0x001e,  4,  0, 1, 1, "C2 Flags"},    {0x001e,  4,  0, 0, 2, "CD-Text"},
    {0x001f,  4,  0, 0, 0, "MULTI110"},       {0x001f,  4,  2, 0, 1, "Dual-R"},      {0x001f,  4,  2, 1, 2, "Dual-RW"},
    {0x0021,  8,  2, 0, 0, "BUF"},
    {0x0023,  8,  0, 3, 0, "RENoSA"},         {0x0023,  8,  0, 2, 1, "Expand"},      {0x0023,  8,  0, 1, 2, "QCert"},
    {0x0023,  8,  0, 0, 3, "Cert"},           {0x0023,  8,  4, 0, 4, "RRM"},
    {0x002a,  4,  0, 0, 0, "Write"},          {0x002a,  4,  1, 1, 1, "Quick Start"}, {0x002a,  4,  1, 0, 2, "Close Only"},
    {0x002b,  4,  0, 0, 0, "Write"},          {0x003a,  4,  0, 0, 0, "Write"},       {0x003a,  4,  1, 1, 1, "Quick Start"},
    {0x003a,  4,  1, 0, 2, "Close Only"},     {0x003b,  4,  0, 0, 0, "Write"},
    {0x002c,  4,  0, 3, 0, "DSDG"},           {0x002c,  4,  0, 2, 1, "DSDR"},        {0x002c,  4,  0, 1, 2, "Intermediate"},
    {0x002c,  4,  0, 0, 3, "Blank"},
    {0x002d,  4,  0, 6, 0, "BUF"},            {0x002d,  4,  0, 4, 1, "R-W Raw"},     {0x002d,  4,  0, 3, 2, "R-W Pack"},
    {0x002d,  4,  0, 2, 3, "Test Write"},     {0x002d,  4,  0, 1, 4, "CD-RW"},       {0x002d,  4,  0, 0, 5, "R-W Sub-code"},
    {0x002e,  4,  0, 6, 0, "BUF"},            {0x002e,  4,  0, 5, 1, "SAO"},         {0x002e,  4,  0, 4, 2, "Raw MS"},
    {0x002e,  4,  0, 3, 3, "Raw"},            {0x002e,  4,  0, 2, 4, "Test Write"},  {0x002e,  4,  0, 1, 5, "CD-RW"},
    {0x002e,  4,  0, 0, 6, "R-W"},
    {0x002f,  4,  0, 6, 0, "BUF"},            {0x002f,  4,  0, 3, 1, "RDL"},         {0x002f,  4,  0, 2, 2, "Test Write"},
    {0x002f,  4,  0, 1, 3, "DVD-RW"},
    {0x0040, 28,  0, 0, 0, "BCA"},            {0x0041, 20,  0, 0, 1, "SVNR"},
    {0x0107,  4,  0, 4, 0, "RBCB"},           {0x0107,  4,  0, 3, 1, "SCS"},         {0x0107,  4,  0, 2, 2, "MP2A"},
    {0x0107,  4,  0, 1, 3, "WSPD"},           {0x0107,  4,  0, 0, 4, "SW"},
};
/* clang-format on */

static void feature_bits__each_alone__sets_its_field_alone(void **state)
{
    size_t i, field, count;

    (void)state;
    for (i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        struct mmc_feature feature = feature_of(bits[i].code, bits[i].data_bytes);
        bool fields[16] = {false};

        memset(data, 0, sizeof data);
        data[bits[i].byte] = (uint8_t)(1u << bits[i].bit);
        count = fields_of(&feature, fields);
        assert_true(count > 0);
        for (field = 0; field < count; field++) {
            if (fields[field] != ((int)field == bits[i].field)) fail_msg("%04x %s", bits[i].code, bits[i].name);
        }
    }
}

/* Below its least length a feature's fields are not there. The lengths are MMC-6's. */
static void feature_parse__one_byte_too_few__is_refused(void **state)
{
    static const struct {
        uint16_t code;
        uint8_t least;
    } lengths[] = {
        {0x0001, 4}, {0x0003, 4}, {0x0004, 4}, {0x0010, 8}, {0x001e, 4},  {0x001f, 4},  {0x0020, 12},
        {0x0021, 4}, {0x0023, 4}, {0x0025, 8}, {0x002a, 4}, {0x002b, 4},  {0x002c, 4},  {0x002d, 4},
        {0x002e, 4}, {0x002f, 4}, {0x003a, 4}, {0x003b, 4}, {0x0040, 28}, {0x0041, 20}, {0x0107, 4},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct mmc_feature whole = feature_of(lengths[i].code, lengths[i].least);
        struct mmc_feature cut = feature_of(lengths[i].code, (uint8_t)(lengths[i].least - 1));
        bool fields[16];

        if (!fields_of(&whole, fields)) fail_msg("%04x with %u bytes is refused", lengths[i].code, lengths[i].least);
        if (fields_of(&cut, fields)) fail_msg("%04x with %u bytes is taken", lengths[i].code, lengths[i].least - 1u);
    }
}

static void feature_parse__every_parser__refuses_another_code(void **state)
{
    struct mmc_feature other = feature_of(0xff00, 64);
    union {
        struct mmc_core_feature core;
        struct mmc_removable_medium_feature removable;
        struct mmc_write_protect_feature protect;
        struct mmc_block_feature block;
        struct mmc_cd_read_feature cd;
        struct mmc_dvd_read_feature dvd;
        struct mmc_incremental_feature incremental;
        struct mmc_formattable_feature formattable;
        struct mmc_dvd_plus_feature plus;
        struct mmc_rigid_overwrite_feature rigid;
        struct mmc_track_at_once_feature tao;
        struct mmc_mastering_feature mastering;
        struct mmc_dvd_minus_feature minus;
        struct mmc_bd_feature bd;
        struct mmc_streaming_feature streaming;
        struct span span;
        uint8_t byte;
    } out, before;

    (void)state;
    memset(&out, 0xa5, sizeof out);
    before = out;
    assert_int_equal(mmc_core_feature_parse(&other, &out.core), MMC_MALFORMED);
    assert_int_equal(mmc_removable_medium_feature_parse(&other, &out.removable), MMC_MALFORMED);
    assert_int_equal(mmc_write_protect_feature_parse(&other, &out.protect), MMC_MALFORMED);
    assert_int_equal(mmc_block_feature_parse(&other, &out.block), MMC_MALFORMED);
    assert_int_equal(mmc_cd_read_feature_parse(&other, &out.cd), MMC_MALFORMED);
    assert_int_equal(mmc_dvd_read_feature_parse(&other, &out.dvd), MMC_MALFORMED);
    assert_int_equal(mmc_incremental_feature_parse(&other, &out.incremental), MMC_MALFORMED);
    assert_int_equal(mmc_formattable_feature_parse(&other, &out.formattable), MMC_MALFORMED);
    assert_int_equal(mmc_dvd_plus_feature_parse(&other, &out.plus), MMC_MALFORMED);
    assert_int_equal(mmc_rigid_overwrite_feature_parse(&other, &out.rigid), MMC_MALFORMED);
    assert_int_equal(mmc_track_at_once_feature_parse(&other, &out.tao), MMC_MALFORMED);
    assert_int_equal(mmc_mastering_feature_parse(&other, &out.mastering), MMC_MALFORMED);
    assert_int_equal(mmc_dvd_minus_feature_parse(&other, &out.minus), MMC_MALFORMED);
    assert_int_equal(mmc_layer_jump_feature_parse(&other, &out.span), MMC_MALFORMED);
    assert_int_equal(mmc_cd_rw_media_feature_parse(&other, &out.byte), MMC_MALFORMED);
    assert_int_equal(mmc_bd_feature_parse(&other, &out.bd), MMC_MALFORMED);
    assert_int_equal(mmc_streaming_feature_parse(&other, &out.streaming), MMC_MALFORMED);
    assert_memory_equal(&out, &before, sizeof out); /* touched only when complete */
}

/* MMC-6, Removable Medium: the Load bit is reserved in version 0. */
static void removable_medium__version_0__has_no_load_bit(void **state)
{
    struct mmc_feature feature = feature_of(0x0003, 4);
    struct mmc_removable_medium_feature removable;

    (void)state;
    memset(data, 0, sizeof data);
    data[0] = 0x39;
    assert_int_equal(mmc_removable_medium_feature_parse(&feature, &removable), MMC_OK);
    assert_true(removable.has_load && removable.load);
    assert_int_equal(removable.mechanism, 1);
    feature.version = 0;
    assert_int_equal(mmc_removable_medium_feature_parse(&feature, &removable), MMC_OK);
    assert_false(removable.has_load);
}

/* MMC-3 Core has the interface alone. */
static void core__four_bytes__has_the_interface_alone(void **state)
{
    struct mmc_feature feature = feature_of(0x0001, 4);
    struct mmc_core_feature core;

    (void)state;
    memset(data, 0, sizeof data);
    data[3] = 2;
    data[4] = 0xff; /* not the feature's */
    assert_int_equal(mmc_core_feature_parse(&feature, &core), MMC_OK);
    assert_int_equal(core.physical_interface, 2);
    assert_false(core.device_busy_event || core.inquiry_2);
}

static void formattable__four_bytes__has_no_rrm(void **state)
{
    struct mmc_feature feature = feature_of(0x0023, 4);
    struct mmc_formattable_feature formattable;

    (void)state;
    memset(data, 0xff, sizeof data);
    assert_int_equal(mmc_formattable_feature_parse(&feature, &formattable), MMC_OK);
    assert_true(formattable.certification);
    assert_false(formattable.random_recording);
}

/* A count of link sizes that is larger than the descriptor. */
static void link_sizes__count_lies__end_with_the_descriptor(void **state)
{
    struct mmc_feature feature = feature_of(0x0021, 6);
    struct mmc_incremental_feature incremental;
    struct span sizes;

    (void)state;
    memset(data, 0, sizeof data);
    data[3] = 0xff;
    data[4] = 7;
    data[5] = 16;
    assert_int_equal(mmc_incremental_feature_parse(&feature, &incremental), MMC_OK);
    assert_int_equal(incremental.link_sizes.count, 2);
    assert_int_equal(incremental.link_sizes.bytes[1], 16);
    feature.code = 0x0033;
    assert_int_equal(mmc_layer_jump_feature_parse(&feature, &sizes), MMC_OK);
    assert_int_equal(sizes.count, 2);
    feature.data_bytes = 4;
    assert_int_equal(mmc_layer_jump_feature_parse(&feature, &sizes), MMC_OK);
    assert_int_equal(sizes.count, 0);
    feature.data_bytes = 3;
    assert_int_equal(mmc_layer_jump_feature_parse(&feature, &sizes), MMC_SHORT);
}

static void cd_rw_media__cut__is_short(void **state)
{
    struct mmc_feature feature = feature_of(0x0037, 3);
    uint8_t byte;

    (void)state;
    assert_int_equal(mmc_cd_rw_media_feature_parse(&feature, &byte), MMC_SHORT);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_feature(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;
    enum mmc_status status = mmc_configuration_parse(bytes, count, &configuration);
    struct expectation fields;

    if (status != MMC_OK) return status;
    expect_code(expect, "current_profile", 4, configuration.current_profile);
    status = mmc_configuration_find(&configuration, (uint16_t)row->number, &feature);
    if (status == MMC_ABSENT) {
        expect_optional_code(expect, "code", false, 4, 0);
        return MMC_OK;
    }
    if (status != MMC_OK) return status;
    expect_code(expect, "code", 4, feature.code);
    expect_number(expect, "version", feature.version);
    expect_number(expect, "persistent", feature.persistent);
    expect_number(expect, "current", feature.current);
    expect_hex(expect, "data", feature.data, feature.data_bytes);
    fields = expect_object(expect, "fields");
    if (row->feature)
        row->feature(&feature, &fields);
    else
        expect_nothing_more(&fields);
    expect_done(&fields);
    return status;
}

static void feature_profile_list(const struct mmc_feature *feature, struct expectation *fields)
{
    struct expected_list all = expect_list(fields, "profiles"), current = expect_list(fields, "current_profiles");
    struct mmc_walk walk = mmc_walk_of(span_of(feature->data, feature->data_bytes));
    struct mmc_profile profile;

    while (mmc_profile_next(&walk, &profile)) {
        expect_next_code(&all, 4, profile.code);
        if (profile.current) expect_next_code(&current, 4, profile.code);
    }
    expect_list_done(&all);
    expect_list_done(&current);
    if (walk.clipped) vector_fail(fields->id, "the profile list is clipped");
}

/* Features by their older editions may have no data: then no field is stated, and what is stated here stays uncompared.
 */
static void feature_core(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_core_feature core;

    if (mmc_core_feature_parse(feature, &core) != MMC_OK) return;
    expect_number(fields, "interface", core.physical_interface);
    expect_number(fields, "dbe", core.device_busy_event);
    expect_number(fields, "inq2", core.inquiry_2);
}

static void feature_removable(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_removable_medium_feature removable;

    if (mmc_removable_medium_feature_parse(feature, &removable) != MMC_OK) return;
    expect_number(fields, "mechanism", removable.mechanism);
    expect_number(fields, "load", removable.load);
    expect_number(fields, "eject", removable.eject);
    expect_number(fields, "prevent_jumper", removable.prevent_jumper);
    expect_number(fields, "dbml", removable.delay_before_load);
    expect_number(fields, "lock", removable.lock);
}

static void feature_write_protect(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_write_protect_feature protect;

    if (mmc_write_protect_feature_parse(feature, &protect) != MMC_OK) return;
    expect_number(fields, "dwp", protect.disc_write_protect_pac);
    expect_number(fields, "wdcb", protect.write_inhibit_dcb);
    expect_number(fields, "spwp", protect.persistent_write_protect);
    expect_number(fields, "sswpp", protect.software_write_protect);
}

static void feature_block(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_block_feature block;

    if (mmc_block_feature_parse(feature, &block) != MMC_OK) return;
    expect_number(fields, "last_lba", block.last_lba);
    expect_number(fields, "block_size", block.block_bytes);
    expect_number(fields, "blocking", block.blocking);
    expect_number(fields, "pp", block.page_present);
}

static void feature_cd_read(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_cd_read_feature cd;

    if (mmc_cd_read_feature_parse(feature, &cd) != MMC_OK) return;
    expect_number(fields, "dap", cd.digital_audio_play);
    expect_number(fields, "c2", cd.c2_flags);
    expect_number(fields, "cd_text", cd.cd_text);
}

static void feature_dvd_read(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_read_feature dvd;

    if (mmc_dvd_read_feature_parse(feature, &dvd) != MMC_OK) return;
    expect_number(fields, "multi110", dvd.multi_110);
    expect_number(fields, "dual_r", dvd.dual_layer_r);
    expect_number(fields, "dual_rw", dvd.dual_layer_rw);
}

static void link_sizes_are(struct span sizes, struct expectation *fields)
{
    struct expected_list list = expect_list(fields, "link_sizes");
    size_t i;

    for (i = 0; i < sizes.count; i++)
        expect_next_number(&list, sizes.bytes[i]);
    expect_list_done(&list);
}

static void feature_incremental(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_incremental_feature incremental;

    if (mmc_incremental_feature_parse(feature, &incremental) != MMC_OK) return;
    expect_number(fields, "block_types", incremental.data_block_types);
    expect_number(fields, "buf", incremental.buffer_underrun_free);
    link_sizes_are(incremental.link_sizes, fields);
}

static void feature_formattable(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_formattable_feature formattable;

    if (mmc_formattable_feature_parse(feature, &formattable) != MMC_OK) return;
    expect_number(fields, "renosa", formattable.re_no_spare);
    expect_number(fields, "expand", formattable.expand);
    expect_number(fields, "qcert", formattable.quick_certification);
    expect_number(fields, "cert", formattable.certification);
    expect_number(fields, "rrm", formattable.random_recording);
}

static void feature_dvd_plus(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_plus_feature plus;

    if (mmc_dvd_plus_feature_parse(feature, &plus) != MMC_OK) return;
    expect_number(fields, "write", plus.write);
    expect_number(fields, "quick_start", plus.quick_start);
    expect_number(fields, "close_only", plus.close_only);
}

static void feature_rigid(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_rigid_overwrite_feature rigid;

    if (mmc_rigid_overwrite_feature_parse(feature, &rigid) != MMC_OK) return;
    expect_number(fields, "dsdg", rigid.defect_status_generate);
    expect_number(fields, "dsdr", rigid.defect_status_read);
    expect_number(fields, "intermediate", rigid.intermediate);
    expect_number(fields, "blank", rigid.blank);
}

static void feature_track_at_once(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_track_at_once_feature tao;

    if (mmc_track_at_once_feature_parse(feature, &tao) != MMC_OK) return;
    expect_number(fields, "buf", tao.buffer_underrun_free);
    expect_number(fields, "rw_raw", tao.r_w_raw);
    expect_number(fields, "rw_pack", tao.r_w_pack);
    expect_number(fields, "test_write", tao.test_write);
    expect_number(fields, "cd_rw", tao.cd_rw);
    expect_number(fields, "rw_sub", tao.r_w_sub_code);
    expect_number(fields, "block_types", tao.data_block_types);
}

static void feature_mastering(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_mastering_feature mastering;

    if (mmc_mastering_feature_parse(feature, &mastering) != MMC_OK) return;
    expect_number(fields, "buf", mastering.buffer_underrun_free);
    expect_number(fields, "sao", mastering.session_at_once);
    expect_number(fields, "raw_ms", mastering.raw_multi_session);
    expect_number(fields, "raw", mastering.raw);
    expect_number(fields, "test_write", mastering.test_write);
    expect_number(fields, "cd_rw", mastering.cd_rw);
    expect_number(fields, "rw_sub", mastering.r_w_sub_code);
    expect_number(fields, "max_cue", mastering.max_cue_sheet_bytes);
}

static void feature_dvd_minus(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_dvd_minus_feature minus;

    if (mmc_dvd_minus_feature_parse(feature, &minus) != MMC_OK) return;
    expect_number(fields, "buf", minus.buffer_underrun_free);
    expect_number(fields, "dl", minus.r_dual_layer);
    expect_number(fields, "test_write", minus.test_write);
    expect_number(fields, "rw", minus.dvd_rw);
}

static void feature_layer_jump(const struct mmc_feature *feature, struct expectation *fields)
{
    struct span link_sizes;

    if (mmc_layer_jump_feature_parse(feature, &link_sizes) == MMC_OK) link_sizes_are(link_sizes, fields);
}

static void feature_cd_rw_media(const struct mmc_feature *feature, struct expectation *fields)
{
    uint8_t sub_types;

    if (mmc_cd_rw_media_feature_parse(feature, &sub_types) == MMC_OK) expect_number(fields, "sub_types", sub_types);
}

static void classes_are(const uint16_t classes[MMC_BD_CLASSES], struct expectation *fields, const char *key)
{
    struct expected_list list = expect_list(fields, key);
    size_t i;

    for (i = 0; i < MMC_BD_CLASSES; i++)
        expect_next_number(&list, classes[i]);
    expect_list_done(&list);
}

static void feature_bd(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_bd_feature bd;

    if (mmc_bd_feature_parse(feature, &bd) != MMC_OK) return;
    expect_number(fields, "bca", bd.burst_cutting_area);
    expect_number(fields, "svnr", bd.no_verify_required);
    classes_are(bd.bd_re, fields, "re");
    classes_are(bd.bd_r, fields, "r");
    classes_are(bd.bd_rom, fields, "rom");
}

static void feature_streaming(const struct mmc_feature *feature, struct expectation *fields)
{
    struct mmc_streaming_feature streaming;

    if (mmc_streaming_feature_parse(feature, &streaming) != MMC_OK) return;
    expect_number(fields, "rbcb", streaming.read_buffer_capacity_block);
    expect_number(fields, "scs", streaming.set_cd_speed);
    expect_number(fields, "mp2a", streaming.mode_page_2a);
    expect_number(fields, "wspd", streaming.write_speed_performance);
    expect_number(fields, "sw", streaming.stream_writing);
}

/* NULL: nothing of ours reads the fields; the descriptor around them is compared all the same. */
#define FEATURE(code, fields)                                                                                          \
    {                                                                                                                  \
        "GET CONFIGURATION RT=2 feature " #code "h", 8, 0x##code, check_feature, fields, NULL                          \
    }

/* clang-format off */
static const struct reply_row rows[] = {
    FEATURE(0000, feature_profile_list),
    FEATURE(0001, feature_core),
    FEATURE(0002, NULL),
    FEATURE(0003, feature_removable),
    FEATURE(0004, feature_write_protect),
    FEATURE(0010, feature_block),
    FEATURE(001d, NULL),
    FEATURE(001e, feature_cd_read),
    FEATURE(001f, feature_dvd_read),
    FEATURE(0020, feature_block),
    FEATURE(0021, feature_incremental),
    FEATURE(0023, feature_formattable),
    FEATURE(0025, feature_block),
    FEATURE(0026, NULL),
    FEATURE(0027, NULL),
    FEATURE(0029, NULL),
    FEATURE(002a, feature_dvd_plus),
    FEATURE(002c, feature_rigid),
    FEATURE(002d, feature_track_at_once),
    FEATURE(002e, feature_mastering),
    FEATURE(002f, feature_dvd_minus),
    FEATURE(0031, NULL),
    FEATURE(0032, NULL),
    FEATURE(0033, feature_layer_jump),
    FEATURE(0037, feature_cd_rw_media),
    FEATURE(0038, NULL),
    FEATURE(003b, feature_dvd_plus),
    FEATURE(0040, feature_bd),
    FEATURE(0041, feature_bd),
    FEATURE(0050, NULL),
    FEATURE(0051, NULL),
    FEATURE(0100, NULL),
    FEATURE(0101, NULL),
    FEATURE(0103, NULL),
    FEATURE(0104, NULL),
    FEATURE(0105, NULL),
    FEATURE(0106, NULL),
    FEATURE(0107, feature_streaming),
    FEATURE(0108, NULL),
    FEATURE(0109, NULL),
    FEATURE(010a, NULL),
    FEATURE(010c, NULL),
    FEATURE(010d, NULL),
    FEATURE(0110, NULL),
    FEATURE(ff12, NULL),
};
/* clang-format on */

static void feature_fields_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check("GET CONFIGURATION RT=2 feature ", rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feature_bits__each_alone__sets_its_field_alone),
        cmocka_unit_test(feature_parse__one_byte_too_few__is_refused),
        cmocka_unit_test(feature_parse__every_parser__refuses_another_code),
        cmocka_unit_test(removable_medium__version_0__has_no_load_bit),
        cmocka_unit_test(core__four_bytes__has_the_interface_alone),
        cmocka_unit_test(formattable__four_bytes__has_no_rrm),
        cmocka_unit_test(link_sizes__count_lies__end_with_the_descriptor),
        cmocka_unit_test(cd_rw_media__cut__is_short),
        cmocka_unit_test(feature_fields_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
