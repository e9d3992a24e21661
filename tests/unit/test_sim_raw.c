/* sim/sim_raw.c: CDs that are recorded raw, with the frames that cdrdao 1.2.4 and wodim 1.1.11 sent for one disc of
 * 400, 475 and 325 sectors (captured at a drive that took every write); sectors between the captured ones carry no
 * frame.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/hex.h"
#include "sim/sim_q.h"
#include "sim/sim_sector.h"
#include "support/sim_fixture.h"
#include "support/sim_recorder.h"

enum { LEAD_IN = -11635, LEAD_OUT = 1200, END = 7950, BLOCKS_MAX = 26, SMALL_LEAD_IN = -300 };

#define RAW_R96  "63 00 03 10" /* mode page 05h, bytes 2 to 5, as both send them */
#define RAW_R96P "63 00 02 10"
#define RAW_R16  "63 00 01 10"

struct frame {
    int32_t lba;
    const char *q;
    bool p;
};

static const struct frame cdrdao[] = {
    {-11635, "210001000000000002008806", false}, {-11634, "210001000001000002002257", false},
    {-11633, "21000100000200000200cc85", false}, {-11632, "11000200000300000925ab07", false},
    {-11629, "01000300000600001350999f", false}, {-11626, "2100a000000900010000b012", false},
    {-11623, "0100a1000012000300004809", false}, {-11620, "0100a2000015000018003422", false},
    {-151, "21000102330900000200a1f5", false},   {-150, "21010000020000000000c9d4", true},
    {-149, "210100000174000000018395", true},    {-1, "21010000000100000174e5e7", true},
    {0, "210101000000000002006325", true},       {1, "224006381333931000013513", false},
    {2, "2101010000020000020207e4", false},      {50, "235154441407000010506a6d", false},
    {51, "210101000051000002519692", false},     {399, "210101000524000007243a85", false},
    {400, "11020000020000000725a45b", true},     {549, "11020000000100000924b664", true},
    {550, "110201000000000009254bc7", true},     {551, "11020100000100000926d1f5", false},
    {624, "11020100007400001024768d", false},    {625, "110202000100000010257ff9", false},
    {850, "1102020004000000132569ab", true},     {874, "110202000424000013494533", true},
    {875, "01030100000000001350f6f8", true},     {1199, "01030100042400001774d9c9", true},
    {1200, "01aa0100000000001800aa65", true},    {1201, "01aa01000001000018011015", false},
    {7949, "01aa0101297400014774eccc", false},
};

static const struct frame wodim[] = {
    {-11635, "0100a09726650001000026c7", false}, {-11634, "0100a097266600010000c815", false},
    {-11633, "0100a0972667000100006244", false}, {-11632, "0100a1972668000300002e0e", false},
    {-11629, "0100a29726710000180099d7", false}, {-11626, "0100019726740000020018a4", false},
    {-11623, "01000297270200000725ce40", false}, {-11620, "010003972705000013500fc2", false},
    {-151, "0100a0995974000100003adb", false},   {-150, "01010000017400000000aab9", true},
    {-149, "01010000017300000001dd4c", true},    {-1, "0101000000000000017476bb", true},
    {0, "010101000000000002005a28", false},      {1, "01010100000100000201e058", false},
    {399, "01020000000000000724abac", true},     {400, "01020100000000000725fc5e", false},
    {874, "010300000000000013493233", true},     {875, "01030100000000001350f6f8", false},
    {1199, "01030100042400001774d9c9", false},   {1200, "01aa0100000000001800aa65", false},
    {1201, "01aa01000001000018011015", false},   {7949, "01aa0101297400014774eccc", false},
};

/* The first two sectors of cdrdao's lead-in: CD-TEXT in R to W. */
static const char *const text_sectors[] = {
    "200040000004196f1d1708201126252e1912011718172b70200000010306312c1c30010c191605240b16252e000d0003"
    "20000802000404201d0625341b0614201d0621211d08592c20000803030201295c32012c5b3639270806152e1b7f720f",
    "20004804033715671a0201341b3201321d1638201b36096920000805033719251c2201341d363c201c0605231a363968"
    "2000080603370c0016200000000000000000000000084c0020100007000511281912411319164d341b77086010634c72",
};

static struct sim_disc_memory memory;

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_fixture_setup(state) != 0) return 1;
    fixture = *state;
    memset(&memory, 0, sizeof memory);
    fixture->drive.disc = &memory;
    fixture->image_blocks = 0;
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    return 0;
}

/* What a disc is made of. */
struct burn {
    const struct frame *frames;
    size_t frame_count;
    uint32_t block_bytes;
    bool has_text;
    int32_t lead_in; /* the frames of the lead-in follow it */
    bool wrong_crc;  /* of the 16-byte form, as wodim sends it */
    uint8_t rw;      /* in R to W of each sector of the program area */
};

static const struct burn cdrdao_burn = {cdrdao, sizeof cdrdao / sizeof cdrdao[0], 2448, true, LEAD_IN, false, 0};
static const struct burn wodim_burn = {wodim, sizeof wodim / sizeof wodim[0], 2448, false, LEAD_IN, false, 0};

/* Byte i of sector n of the program area. */
static uint8_t sample(int32_t lba, size_t i)
{
    return (uint8_t)(lba * 31 + (int32_t)i * 7 + 1);
}

static const struct frame *frame_at(const struct burn *burn, int32_t lba)
{
    size_t i;

    if (lba < -150) lba += LEAD_IN - burn->lead_in;
    for (i = 0; i < burn->frame_count; i++) {
        if (burn->frames[i].lba == lba) return &burn->frames[i];
    }
    return NULL;
}

static void make_sub_code(const struct burn *burn, int32_t lba, uint8_t *bytes)
{
    const struct frame *frame = frame_at(burn, lba);
    uint8_t q[SIM_Q_BYTES] = {0};

    memset(bytes, lba >= 0 ? burn->rw : 0, burn->block_bytes - SIM_SECTOR_BYTES);
    if (frame) assert_true(hex_decode(frame->q, sizeof q, q));
    if (burn->block_bytes == 2368) {
        memcpy(bytes, q, sizeof q);
        if (burn->wrong_crc) bytes[10] = (uint8_t)~bytes[10];
        if (burn->wrong_crc) bytes[11] = (uint8_t)~bytes[11];
        bytes[15] = frame && frame->p ? 0x80 : 0;
        return;
    }
    if (burn->has_text && lba - burn->lead_in < 2)
        assert_true(hex_decode(text_sectors[lba - burn->lead_in], SIM_SUB_CODE_BYTES, bytes));
    else if (frame)
        sim_q_spread(q, frame->p, bytes);
}

static void write_raw(struct sim_fixture *fixture, const struct burn *burn, int32_t lba, uint16_t count)
{
    uint32_t bytes = count * burn->block_bytes, n;
    uint8_t *data = calloc(1, bytes);
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, data, bytes, 1000};
    size_t i;

    assert_non_null(data);
    store_be32(command.cdb + 2, (uint32_t)lba);
    store_be16(command.cdb + 7, count);
    for (n = 0; n < count; n++) {
        uint8_t *block = data + (size_t)n * burn->block_bytes;
        int32_t at = lba + (int32_t)n;

        for (i = 0; at >= -150 && i < SIM_SECTOR_BYTES; i++)
            block[i] = sample(at, i);
        make_sub_code(burn, at, block + SIM_SECTOR_BYTES);
    }
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    free(data);
}

/* From `lba` to `end`, each WRITE behind the last. */
static void write_range(struct sim_fixture *fixture, const struct burn *burn, int32_t lba, int32_t end)
{
    while (lba < end) {
        uint16_t count = end - lba < BLOCKS_MAX ? (uint16_t)(end - lba) : BLOCKS_MAX;

        write_raw(fixture, burn, lba, count);
        assert_good(fixture);
        lba += count;
    }
}

static void burn_disc(struct sim_fixture *fixture, const struct burn *burn, const char *page)
{
    sim_recorder_set_page(fixture, page);
    write_range(fixture, burn, burn->lead_in, END);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
}

static void assert_samples(struct sim_fixture *fixture, int32_t lba)
{
    char cdb[40];
    size_t i;

    snprintf(cdb, sizeof cdb, "be 04 %08lx 00 00 01 10 00 00", (unsigned long)(uint32_t)lba);
    sim_fixture_read(fixture, cdb, SIM_SECTOR_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, SIM_SECTOR_BYTES);
    for (i = 0; i < SIM_SECTOR_BYTES; i++)
        assert_int_equal(fixture->data[i], sample(lba, i));
}

static void raw_write__cdrdao__is_the_disc(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_disc(fixture, &cdrdao_burn, RAW_R96);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    /* Formats 0, 1 and 2: control 2, 1, 0; tracks at 0, 550, 875 (00:02:00, 00:09:25, 00:13:50), lead-out 00:18:00. */
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 03 00120100 00000000 00110200 00000226 00100300 0000036b 0010aa00 000004b0");
    sim_fixture_read(fixture, "43 00 01 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "000a 01 01 00120100 00000000");
    sim_fixture_read(fixture, "43 02 02 00 00 00 01 00 ff 00", 255);
    assert_data(fixture, "0044 01 01 011200a0 000000 00010000 011000a1 000000 00030000 011000a2 000000 00001200"
                         "01120001 000000 00000200 01110002 000000 00000919 01100003 000000 00000d32");
    /* Format 4 as before. */
    sim_fixture_read(fixture, "43 02 04 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "61 1a 41 00 4f 3b 4a");
    assert_samples(fixture, -150);
    assert_samples(fixture, 0);
    assert_samples(fixture, 400); /* in the pre-gap of track 2 */
    assert_samples(fixture, 1199);
}

static void raw_write__cdrdao__frames_are_read_as_they_were_sent(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_disc(fixture, &cdrdao_burn, RAW_R96);
    sim_fixture_read(fixture, "be 04 00 00 00 01 00 00 01 00 02 00", 16);
    assert_data(fixture, "224006381333931000013513 000000 00"); /* catalogue number */
    sim_fixture_read(fixture, "be 04 00 00 00 32 00 00 01 00 02 00", 16);
    assert_data(fixture, "235154441407000010506a6d 000000 00"); /* ISRC */
    sim_fixture_read(fixture, "be 04 00 00 02 71 00 00 01 00 02 00", 16);
    assert_data(fixture, "110202000100000010257ff9 000000 00"); /* index 2 */
    sim_fixture_read(fixture, "be 04 00 00 02 25 00 00 01 00 02 00", 16);
    assert_data(fixture, "11020000000100000924b664 000000 80"); /* index 0, P */
}

/* Eight of the 22 packs, which libburn makes of the same sheet byte for byte. */
static void raw_write__cdrdao__text_is_kept(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_disc(fixture, &cdrdao_burn, RAW_R96);
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0092 0000"
                         "80000000466f75722046696e652057617af0 8000010c6c6c73004c6561642d696e00d003"
                         "8002020041207469746c652074686174866c 8002030c206973206c6f6e6720656e6ffc8f"
                         "8002040f75676820746f2072756e206f6269 8002050f7665722074776f207061636b6e68"
                         "8002060f73005a0000000000000000008300 8100070054686520536563746f7220423332");
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 04 00", 4);
    assert_data(fixture, "0092 0000");
    assert_int_equal(fixture->parts.parts[SIM_PART_TEXT].count, 8 * 18 + 1);
    assert_int_equal(fixture->parts.parts[SIM_PART_LEAD_IN].count, 0);
}

static void assert_wodims_disc(struct sim_fixture *fixture)
{
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 03 00100100 00000000 00100200 00000190 00100300 0000036b 0010aa00 000004b0");
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "be 04 00 00 01 8f 00 00 01 00 02 00", 16);
    assert_data(fixture, "01020000000000000724abac 000000 80");
    assert_samples(fixture, 0);
    assert_samples(fixture, 399);
    assert_samples(fixture, 1199);
}

static void raw_write__wodim__is_the_disc(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_disc(fixture, &wodim_burn, RAW_R96);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE); /* it sends two */
    assert_good(fixture);
    assert_wodims_disc(fixture);
}

/* The drive makes the CRC: cdrdao sends it right, wodim inverted. */
static void raw_write__sixteen_bytes__crc_is_the_drives(void **state)
{
    struct sim_fixture *fixture = *state;
    struct burn burn = wodim_burn;

    burn.block_bytes = 2368;
    burn.wrong_crc = true;
    burn_disc(fixture, &burn, RAW_R16);
    assert_wodims_disc(fixture);
    memset(&memory, 0, sizeof memory);
    burn.wrong_crc = false;
    burn_disc(fixture, &burn, RAW_R16);
    assert_wodims_disc(fixture);
}

/* Type 3 stays as it was sent; of type 2 symbols 2, 3 and 20 to 23 of each pack are the drive's parity. */
static void raw_write__r_to_w__cooked_has_the_drives_parity(void **state)
{
    struct sim_fixture *fixture = *state;
    struct burn burn = wodim_burn;
    size_t i;

    burn.rw = 0x15;
    burn_disc(fixture, &burn, RAW_R96);
    sim_fixture_read(fixture, "be 04 00 00 00 05 00 00 01 00 04 00", 96);
    for (i = 0; i < 96; i++)
        assert_int_equal(fixture->data[i], 0x15);
    memset(&memory, 0, sizeof memory);
    burn_disc(fixture, &burn, RAW_R96P);
    sim_fixture_read(fixture, "be 04 00 00 00 05 00 00 01 00 04 00", 96);
    for (i = 0; i < 96; i++) {
        size_t at = i % 24;

        if (at < 2 || (at >= 4 && at < 20)) assert_int_equal(fixture->data[i], 0x15);
    }
    assert_memory_not_equal(fixture->data + 20, "\x15\x15\x15\x15", 4);
    assert_memory_equal(fixture->data, fixture->data + 24, 24);
}

static void raw_write__first_address_or_gap__is_refused(void **state)
{
    static const int32_t wrong[] = {LEAD_IN - 1, LEAD_IN + 1, -150, 0, -22650};
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_recorder_set_page(fixture, RAW_R96);
    for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        write_raw(fixture, &wodim_burn, wrong[i], 1);
        assert_sense(fixture, 0x052102);
    }
    sim_recorder_assert_disc(fixture, 0, 0, 1); /* still blank */
    write_range(fixture, &wodim_burn, LEAD_IN, LEAD_IN + 30);
    write_raw(fixture, &wodim_burn, LEAD_IN + 31, 1);
    assert_sense(fixture, 0x052102);
    write_raw(fixture, &wodim_burn, LEAD_IN + 29, 1);
    assert_sense(fixture, 0x052102);
    write_range(fixture, &wodim_burn, LEAD_IN + 30, LEAD_IN + 40);
}

/* Fewer bytes than the blocks have. */
static void raw_write__short_data__is_refused(void **state)
{
    static uint8_t bytes[2448];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, bytes, 2447, 1000};
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, RAW_R96);
    store_be32(command.cdb + 2, (uint32_t)LEAD_IN);
    command.cdb[8] = 1;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_sense(fixture, 0x052400);
}

/* A frame is left out, or the burn ends too early: nobody can read the disc, and with the power it is damaged. */
static void assert_incomplete(struct sim_fixture *fixture)
{
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_recorder_set_page(fixture, "42 00 08 10");
    sim_recorder_write(fixture, -150, 1, 0);
    assert_sense(fixture, 0x052c00);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, 2, 1);
}

static void raw_write__no_lead_out__stays_incomplete_and_is_damaged_by_power_off(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &cdrdao_burn, LEAD_IN, LEAD_OUT);
    assert_incomplete(fixture);
}

static void raw_write__lead_in_alone__is_damaged_by_power_off(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &cdrdao_burn, LEAD_IN, -1000);
    assert_incomplete(fixture);
}

/* POINT A0h, A1h, A2h and track 2 missing in turn. */
static void raw_write__lead_in_without_a_point__stays_incomplete(void **state)
{
    static const int32_t missing[] = {-11626, -11623, -11620, -11632};
    struct frame frames[sizeof cdrdao / sizeof cdrdao[0]];
    struct sim_fixture *fixture = *state;
    struct burn burn = cdrdao_burn;
    size_t i, n;

    burn.frames = frames;
    for (i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        memcpy(frames, cdrdao, sizeof frames);
        for (n = 0; n < burn.frame_count; n++) {
            if (frames[n].lba == missing[i]) frames[n].q = "000000000000000000000000";
        }
        memset(&memory, 0, sizeof memory);
        burn_disc(fixture, &burn, RAW_R96);
        assert_incomplete(fixture);
    }
}

static void raw_write__beyond_the_disc__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;
    struct burn burn = wodim_burn;

    fixture->drive.options.blocks = 1000;
    burn.lead_in = SMALL_LEAD_IN;
    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &burn, SMALL_LEAD_IN, 1000 + 6750);
    write_raw(fixture, &burn, 1000 + 6750, 1);
    assert_sense(fixture, 0x056300);
}

/* The frame of a lead-in without its running time, as hex. */
static void make_point(const uint8_t head[10], char hex[25])
{
    uint8_t q[SIM_Q_BYTES];
    size_t i;

    memcpy(q, head, 10);
    sim_q_seal(q);
    for (i = 0; i < SIM_Q_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", q[i]);
}

/* The small disc: ATIP 99:58:00, 1000 sectors. POINTs 01 and A0h with their literal frames. */
static void raw_write__small_disc__has_its_own_lead_in(void **state)
{
    static const uint8_t last[10] = {0x21, 0, 0xa1, 0, 0, 0, 0, 0x01, 0, 0};
    static const uint8_t lead_out[10] = {0x21, 0, 0xa2, 0, 0, 0, 0, 0, 6, 0}; /* 00:06:00 */
    char hex[2][25];
    const struct frame frames[] = {
        {-11635, "210001950000000002006d23", false},
        {-11634, "2100a0950009000100005537", false},
        {-11633, hex[0], false},
        {-11632, hex[1], false},
    };
    struct sim_fixture *fixture = *state;
    struct burn burn = {frames, 4, 2448, false, SMALL_LEAD_IN, false, 0};

    make_point(last, hex[0]);
    make_point(lead_out, hex[1]);
    fixture->drive.options.blocks = 1000;
    sim_fixture_read(fixture, "43 02 04 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "63 3a 00 00 00 0f 19"); /* 99:58:00; 00:15:25 */
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_data_at(fixture, 16, "00 63 3a 00 00 00 0f 19");
    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &burn, SMALL_LEAD_IN, 300 + 150);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0012 01 01 00120100 00000000 0012aa00 0000012c");
    assert_samples(fixture, 299);
    sim_fixture_read(fixture, "be 04 00 00 01 2c 00 00 01 10 00 00", SIM_SECTOR_BYTES); /* the lead-out */
    assert_sense(fixture, 0x052100);
}

static void raw_write__test_write__leaves_the_disc_blank(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, "73 00 03 10");
    write_range(fixture, &cdrdao_burn, LEAD_IN, END);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    assert_int_equal(fixture->parts.parts[SIM_PART_SECTORS].count, 0);
}

/* Each part that cannot be written in turn: sectors, sub-code, lead-in. */
static void raw_write__store_fails__is_a_write_error(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, RAW_R96);
    fixture->parts.unwritable = 1u << SIM_PART_LEAD_IN;
    write_raw(fixture, &cdrdao_burn, LEAD_IN, 1);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 1u << SIM_PART_SUB_CODE;
    write_range(fixture, &cdrdao_burn, LEAD_IN, -150);
    write_raw(fixture, &cdrdao_burn, -150, 1);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 1u << SIM_PART_SECTORS;
    memset(&memory, 0, sizeof memory);
    write_range(fixture, &wodim_burn, LEAD_IN, -150);
    fixture->parts.unwritable |= 1u << SIM_PART_PRE_GAP;
    write_raw(fixture, &wodim_burn, -150, 1); /* samples in front of LBA 0 have a part of their own */
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable &= ~(1u << SIM_PART_PRE_GAP);
    memset(&memory, 0, sizeof memory);
    write_range(fixture, &wodim_burn, LEAD_IN, 0);
    write_raw(fixture, &wodim_burn, 0, 1);
    assert_sense(fixture, 0x030c00);
}

/* The lead-in cannot be read at the end: the session is not ended, and a later SYNCHRONIZE CACHE ends it. */
static void raw_synchronize__store_fails__is_a_medium_error_and_can_be_tried_again(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &cdrdao_burn, LEAD_IN, END);
    fixture->parts.unreadable = 1u << SIM_PART_LEAD_IN;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_sense(fixture, 0x031100);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    fixture->parts.unreadable = 0;
    fixture->parts.unwritable = 1u << SIM_PART_TEXT;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 0;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
}

/* Sectors of a data track come scrambled, and are read plain; header, EDC and scrambled bytes of LBA 0 as cdrdao's
 * encoder makes them. Frames of a data track: a pressed disc's (public dump logs).
 */
static void raw_write__data_track__is_descrambled(void **state)
{
    static const uint8_t points[4][10] = {{0x41, 0, 0x01, 0, 0, 0, 0, 0, 2, 0},
                                          {0x41, 0, 0xa0, 0, 0, 0, 0, 0x01, 0, 0},
                                          {0x41, 0, 0xa1, 0, 0, 0, 0, 0x01, 0, 0},
                                          {0x41, 0, 0xa2, 0, 0, 0, 0, 0, 6, 0}};
    static const char *const program[2] = {"410101000000000002002832", "410101000001000002019242"};
    struct sim_fixture *fixture = *state;
    struct burn burn = {NULL, 6, 2448, false, SMALL_LEAD_IN, false, 0};
    struct frame frames[6];
    char hex[4][25];
    uint8_t block[2448];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, block, sizeof block, 1000};
    int32_t lba;
    size_t i;

    for (i = 0; i < 4; i++) {
        make_point(points[i], hex[i]);
        frames[i] = (struct frame){LEAD_IN + (int32_t)i, hex[i], false};
    }
    frames[4] = (struct frame){0, program[0], true};
    frames[5] = (struct frame){1, program[1], false};
    burn.frames = frames;
    fixture->drive.options.blocks = 1000;
    sim_recorder_set_page(fixture, RAW_R96);
    write_range(fixture, &burn, SMALL_LEAD_IN, 0);
    for (lba = 0; lba < 2; lba++) {
        uint8_t user[SIM_BLOCK_BYTES] = {0};

        sim_sector_mode1((uint32_t)lba, user, true, block);
        sim_sector_scramble(block);
        if (!lba) assert_memory_equal(block + 12, "\x01\x82\x00\x61\x00\x28\x00\x1e", 8);
        make_sub_code(&burn, lba, block + SIM_SECTOR_BYTES);
        store_be32(command.cdb + 2, (uint32_t)lba);
        command.cdb[8] = 1;
        sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
        assert_good(fixture);
    }
    write_range(fixture, &burn, 2, 450);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0012 01 01 00140100 00000000 0014aa00 0000012c");
    sim_fixture_read(fixture, "be 08 00 00 00 00 00 00 01 f8 00 00", SIM_SECTOR_BYTES);
    assert_data_at(fixture, 12, "00020001");
    assert_data_at(fixture, 2064, "c513682b");
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 02 00", 2 * SIM_BLOCK_BYTES);
    assert_int_equal(fixture->reply.transferred_bytes, 2 * SIM_BLOCK_BYTES);
    assert_int_equal(fixture->data[0], 0);
    sim_fixture_read(fixture, "28 00 00 00 00 02 00 00 01 00", SIM_BLOCK_BYTES); /* no sync in it */
    assert_sense(fixture, 0x031100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(raw_write__cdrdao__is_the_disc, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__cdrdao__frames_are_read_as_they_were_sent, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__cdrdao__text_is_kept, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__wodim__is_the_disc, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__sixteen_bytes__crc_is_the_drives, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__r_to_w__cooked_has_the_drives_parity, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__first_address_or_gap__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__short_data__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__no_lead_out__stays_incomplete_and_is_damaged_by_power_off, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__lead_in_alone__is_damaged_by_power_off, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__lead_in_without_a_point__stays_incomplete, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__beyond_the_disc__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__small_disc__has_its_own_lead_in, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__data_track__is_descrambled, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__test_write__leaves_the_disc_blank, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_write__store_fails__is_a_write_error, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(raw_synchronize__store_fails__is_a_medium_error_and_can_be_tried_again, setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_raw", tests, NULL, NULL);
}
