/* imapi2/disc_format2_erase.c at a simulated drive: which discs are erased and how, what is told, and how it ends. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/sink_advise.h"
#include "imapi2/disc_format2_erase.h"
#include "support/sim_burner.h"

#define SOURCE L"OpenIMAPI2.MsftDiscFormat2Erase"
#define EVENTS (&IID_DDiscFormat2EraseEvents)

enum { SEED = 9, BLOCKS = 3000, OPCODES = 256 };

/* -------------------------------------------------------------------------------------------------------- the drive */

/* A simulated drive behind the fixture's recorder. */
struct bench {
    struct com_fixture *com;
    struct sim_burner *burner;
    struct sim_fault fault;
    unsigned counts[OPCODES];
    uint8_t last[OPCODES][SCSI_CDB_MAX]; /* CDB, by operation code */
    ULONGLONG written_blocks;
};

static struct bench bench;

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct sim_outcome outcome;
    uint8_t opcode = command->cdb[0];

    bench.counts[opcode]++;
    memcpy(bench.last[opcode], command->cdb, sizeof bench.last[opcode]);
    if (opcode == 0x2A) bench.written_blocks += command->requested_bytes / 2048;
    sim_drive_execute(&bench.burner->sim, command, reply, &outcome);
    script->clock->ms += 1 + outcome.delay_ms;
}

static int setup(void **state)
{
    void *com, *burner;

    memset(&bench, 0, sizeof bench);
    if (sim_burner_setup(&burner) || com_fixture_setup(&com)) return 1;
    bench.com = com;
    bench.burner = burner;
    bench.com->script.otherwise = answer;
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    void *com = bench.com, *burner = bench.burner;

    (void)state;
    if (com_fixture_teardown(&com)) return 1; /* first: it waits for the threads of ours */
    return sim_burner_teardown(&burner);
}

static unsigned commands(void)
{
    unsigned sum = 0;
    int i;

    for (i = 0; i < OPCODES; i++)
        sum += bench.counts[i];
    return sum;
}

static void forget_commands(void)
{
    memset(bench.counts, 0, sizeof bench.counts);
    bench.written_blocks = 0;
}

/* The next such command, or each (nth 0), goes wrong. */
static void set_fault(struct sim_fault fault)
{
    bench.fault = fault;
    bench.burner->sim.faults = &bench.fault;
    bench.burner->sim.fault_count = 1;
}

static void insert(enum sim_medium medium)
{
    bench.burner->sim.fault_count = 0;
    sim_burner_insert(bench.burner, medium);
}

/* A disc of this type with something on it, closed where it can be. */
static void insert_written(enum sim_medium medium)
{
    const struct burn_wishes wishes = {.is_disc_closed = true};

    insert(medium);
    assert_int_equal(sim_burner_write(bench.burner, wishes, BLOCKS, SEED), BURN_OK);
}

static IDiscFormat2Erase *new_erase(void)
{
    IDiscFormat2Erase *erase;

    assert_hr(disc_format2_erase_create(&bench.com->clock.clock, &IID_IDiscFormat2Erase, (void **)&erase), S_OK);
    return erase;
}

static HRESULT put_name(IDiscFormat2Erase *erase, const WCHAR *name)
{
    BSTR text = SysAllocString(name);
    HRESULT hr = IDiscFormat2Erase_put_ClientName(erase, text);

    SysFreeString(text);
    return hr;
}

/* With the recorder, and a client name. */
static IDiscFormat2Erase *ready_erase(void)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(bench.com);
    IDiscFormat2Erase *erase = new_erase();

    assert_hr(IDiscFormat2Erase_put_Recorder(erase, recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    assert_hr(put_name(erase, L"Erase test"), S_OK);
    forget_commands();
    return erase;
}

/* Nothing is locked any more. */
static void assert_given_back(void)
{
    assert_int_equal(bench.com->acquires, bench.com->releases);
    assert_null(bench.com->holder);
    assert_int_equal(bench.last[0x1E][4], 0); /* PREVENT ALLOW MEDIUM REMOVAL: allowed */
}

/* ------------------------------------------------------------------------------------------------------- properties */

static void properties__new__are_the_defaults(void **state)
{
    static const LONG types[] = {3, 5, 7, 10, 12, 13, 19};
    IDiscFormat2Erase *erase = new_erase();
    IDiscRecorder2 *recorder = (IDiscRecorder2 *)erase;
    VARIANT_BOOL full = 99;
    SAFEARRAY *array;
    BSTR name = NULL;

    (void)state;
    assert_hr(IDiscFormat2Erase_get_FullErase(erase, &full), S_OK);
    assert_int_equal(full, VARIANT_FALSE);
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    assert_null(recorder);
    assert_hr(IDiscFormat2Erase_get_ClientName(erase, &name), S_OK);
    assert_bstr(name, L"");
    assert_hr(IDiscFormat2Erase_get_SupportedMediaTypes(erase, &array), S_OK);
    assert_codes_array(array, types, ARRAYSIZE(types));
    IDiscFormat2Erase_Release(erase);
}

static void properties__put__are_kept(void **state)
{
    IDiscFormat2Erase *erase = new_erase();
    VARIANT_BOOL full = 99;
    BSTR name;

    (void)state;
    assert_hr(IDiscFormat2Erase_put_FullErase(erase, 1), S_OK); /* any value but 0 is true */
    assert_hr(IDiscFormat2Erase_get_FullErase(erase, &full), S_OK);
    assert_int_equal(full, VARIANT_TRUE);
    assert_hr(put_name(erase, L"Some client"), S_OK);
    assert_hr(put_name(erase, L"caf\u00e9"), (HRESULT)0xC0AA090B);
    assert_error_says(SOURCE, L"0xC0AA090B", NULL);
    assert_hr(put_name(erase, L""), (HRESULT)0xC0AA090B);
    assert_hr(IDiscFormat2Erase_put_ClientName(erase, NULL), (HRESULT)0xC0AA090B);
    assert_hr(IDiscFormat2Erase_get_ClientName(erase, &name), S_OK);
    assert_bstr(name, L"Some client");
    IDiscFormat2Erase_Release(erase);
}

static void members__no_recorder__say_so(void **state)
{
    IDiscFormat2Erase *erase = new_erase();
    IMAPI_MEDIA_PHYSICAL_TYPE type = (IMAPI_MEDIA_PHYSICAL_TYPE)99;
    VARIANT_BOOL blank = 99;

    (void)state;
    assert_hr(IDiscFormat2Erase_get_CurrentPhysicalMediaType(erase, &type), (HRESULT)0xC0AA0003);
    assert_error_says(SOURCE, L"0xC0AA0003", NULL);
    assert_int_equal(type, 0);
    assert_hr(IDiscFormat2Erase_get_MediaPhysicallyBlank(erase, &blank), E_POINTER);
    assert_int_equal(blank, VARIANT_FALSE);
    blank = 99;
    assert_hr(IDiscFormat2Erase_get_MediaHeuristicallyBlank(erase, &blank), E_POINTER);
    assert_int_equal(blank, VARIANT_FALSE);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), E_POINTER);
    assert_error_says(SOURCE, L"Erasing the disc", L"0x80004003", NULL);
    IDiscFormat2Erase_Release(erase);
}

static void members__no_pointer__is_pointer(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    IDiscRecorder2 *recorder;
    VARIANT_BOOL value = 99;

    (void)state;
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    assert_hr(IDiscFormat2Erase_IsRecorderSupported(erase, NULL, &value), E_POINTER);
    assert_error_says(SOURCE, L"A NULL pointer was given where an object, or a place for the result, is needed.", NULL);
    assert_int_equal(value, VARIANT_FALSE);
    assert_hr(IDiscFormat2Erase_IsRecorderSupported(erase, recorder, NULL), E_POINTER);
    value = 99;
    assert_hr(IDiscFormat2Erase_IsCurrentMediaSupported(erase, NULL, &value), E_POINTER);
    assert_int_equal(value, VARIANT_FALSE);
    assert_hr(IDiscFormat2Erase_IsCurrentMediaSupported(erase, recorder, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_MediaPhysicallyBlank(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_MediaHeuristicallyBlank(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_SupportedMediaTypes(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_FullErase(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_CurrentPhysicalMediaType(erase, NULL), E_POINTER);
    assert_hr(IDiscFormat2Erase_get_ClientName(erase, NULL), E_POINTER);
    assert_int_equal(commands(), 0);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Erase_Release(erase);
}

/* GET CONFIGURATION of a drive that reads alone: Profile List, Core and Random Readable. */
static const uint8_t reader[] = {0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x03, 0x00,
                                 0x00, 0x10, 0x03, 0x08, 0x00, 0x00, 0x08, 0x00, 0x00, 0x10, 0x00, 0x00};

static void put_Recorder__drive_cannot_erase__is_refused_and_the_old_one_stays(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    IDiscRecorder2 *recorder, *other = fixture_initialized_recorder(bench.com);
    VARIANT_BOOL supported = 99;

    (void)state;
    assert_hr(IDiscFormat2Erase_IsRecorderSupported(erase, other, &supported), S_OK);
    assert_int_equal(supported, VARIANT_TRUE);
    set_fault((struct sim_fault){SIM_FAULT_REPLY, 0x46, 0, sizeof reader, reader, sizeof reader});
    assert_hr(IDiscFormat2Erase_IsRecorderSupported(erase, other, &supported), S_OK);
    assert_int_equal(supported, VARIANT_FALSE);
    assert_no_error_info();
    assert_hr(IDiscFormat2Erase_put_Recorder(erase, other), (HRESULT)0xC0AA090A);
    assert_error_says(SOURCE, L"0xC0AA090A", L"VENDOR", NULL);
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    assert_non_null(recorder);
    assert_ptr_not_equal(recorder, other);
    IDiscRecorder2_Release(recorder);
    assert_hr(IDiscFormat2Erase_put_Recorder(erase, NULL), S_OK);
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    assert_null(recorder);
    bench.burner->sim.fault_count = 0;
    assert_hr(IDiscFormat2Erase_put_Recorder(erase, other), S_OK);
    IDiscRecorder2_Release(other);
    IDiscFormat2Erase_Release(erase);
}

/* ------------------------------------------------------------------------------------------------------------ media */

/* Every medium of the simulated drive, with something on it. */
static const struct row {
    enum sim_medium medium;
    LONG type; /* as it is told then: a finished disc that cannot be erased is a ROM */
    bool is_erasable, is_blanked;
} rows[] = {
    {SIM_MEDIUM_CD_R, 1, false, false},       {SIM_MEDIUM_CD_RW, 3, true, true},
    {SIM_MEDIUM_DVD_R, 4, false, false},      {SIM_MEDIUM_DVD_RW, 10, true, true},
    {SIM_MEDIUM_DVD_RW_RO, 10, true, true},   {SIM_MEDIUM_DVD_PLUS_R, 4, false, false},
    {SIM_MEDIUM_DVD_PLUS_RW, 7, true, false}, {SIM_MEDIUM_DVD_RAM, 5, true, false},
    {SIM_MEDIUM_BD_R, 17, false, false},      {SIM_MEDIUM_BD_RE, 19, true, false},
};

static void IsCurrentMediaSupported__each_medium__says_what_can_be_erased(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    IDiscRecorder2 *recorder;
    VARIANT_BOOL supported;
    size_t i;

    (void)state;
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IMAPI_MEDIA_PHYSICAL_TYPE type;

        insert_written(rows[i].medium);
        supported = 99;
        assert_hr(IDiscFormat2Erase_IsCurrentMediaSupported(erase, recorder, &supported), S_OK);
        if ((supported == VARIANT_TRUE) != rows[i].is_erasable) fail_msg("row %u: %d", (unsigned)i, supported);
        assert_hr(IDiscFormat2Erase_get_CurrentPhysicalMediaType(erase, &type), S_OK);
        assert_int_equal(type, rows[i].type);
    }
    insert(SIM_MEDIUM_NONE);
    supported = 99;
    assert_hr(IDiscFormat2Erase_IsCurrentMediaSupported(erase, recorder, &supported), (HRESULT)0xC0AA0202);
    assert_int_equal(supported, VARIANT_FALSE);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Erase_Release(erase);
}

/* A CD-RW of which no feature is current that writes it: MMC-6, GET CONFIGURATION. */
static void EraseMedia__drive_cannot_write_the_disc_now__is_not_supported(void **state)
{
    static const uint8_t configuration[] = {
        0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x0A, /* current profile 000Ah, CD-RW */
        0x00, 0x00, 0x03, 0x04, 0x00, 0x0A, 0x01, 0x00, /* profile list */
        0x00, 0x2D, 0x08, 0x04, 0x46, 0x00, 0x3F, 0x0F, /* CD track at once, not current */
    };
    IDiscFormat2Erase *erase = ready_erase();
    IDiscRecorder2 *recorder;
    VARIANT_BOOL supported = 99;

    (void)state;
    insert(SIM_MEDIUM_CD_RW);
    set_fault((struct sim_fault){SIM_FAULT_REPLY, 0x46, 0, sizeof configuration, configuration, sizeof configuration});
    assert_hr(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    assert_hr(IDiscFormat2Erase_IsRecorderSupported(erase, recorder, &supported), S_OK);
    assert_int_equal(supported, VARIANT_TRUE);
    assert_hr(IDiscFormat2Erase_IsCurrentMediaSupported(erase, recorder, &supported), S_OK);
    assert_int_equal(supported, VARIANT_FALSE);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), (HRESULT)0xC0AA0909);
    assert_error_says(SOURCE, L"0xC0AA0909", L"of type CD-RW", L"this drive cannot write such a disc", NULL);
    assert_int_equal(bench.counts[0xA1], 0);
    assert_given_back();
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Erase_Release(erase);
}

/* Quick: the disc is blank afterwards, by what the drive says and by this object. */
static void EraseMedia__each_medium__is_blank_or_refused(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        VARIANT_BOOL blank = 99;
        HRESULT hr;

        insert_written(rows[i].medium);
        forget_commands();
        hr = IDiscFormat2Erase_EraseMedia(erase);
        if (hr != (rows[i].is_erasable ? S_OK : (HRESULT)0xC0AA0909)) {
            fail_msg("row %u: 0x%08lX", (unsigned)i, (unsigned long)hr);
        }
        assert_given_back();
        if (!rows[i].is_erasable) {
            assert_error_says(SOURCE, L"Erasing the disc", L"0xC0AA0909", L"of type", NULL);
            assert_int_equal(bench.counts[0x2A] + bench.counts[0xA1] + bench.counts[0x04], 0);
            continue;
        }
        assert_no_error_info();
        if (bench.counts[0xA1] != (rows[i].is_blanked ? 1u : 0u))
            fail_msg("row %u: %u BLANKs", (unsigned)i, bench.counts[0xA1]);
        assert_int_equal(bench.written_blocks, rows[i].is_blanked ? 0 : 2048); /* twice 2 MB */
        assert_hr(IDiscFormat2Erase_get_MediaHeuristicallyBlank(erase, &blank), S_OK);
        assert_int_equal(blank, VARIANT_TRUE);
        assert_true(sim_burner_media(bench.burner, true).status & BURN_MEDIA_BLANK);
    }
    IDiscFormat2Erase_Release(erase);
}

/* MMC-6, BLANK: Immed is bit 4 of byte 1, the blanking type its bits 2 to 0: 1 minimal, 0 the whole disc. */
static void EraseMedia__quick_and_full__are_types_of_BLANK(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    assert_memory_equal(bench.last[0xA1], "\xA1\x11\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 12);
    insert_written(SIM_MEDIUM_CD_RW);
    assert_hr(IDiscFormat2Erase_put_FullErase(erase, VARIANT_TRUE), S_OK);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    assert_memory_equal(bench.last[0xA1], "\xA1\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 12);
    assert_int_equal(bench.counts[0xA1], 2);
    IDiscFormat2Erase_Release(erase);
}

static void EraseMedia__overwritable__middle_of_the_disc_stays(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    struct burn_media media;

    (void)state;
    insert_written(SIM_MEDIUM_DVD_RAM);
    forget_commands();
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    assert_true(bench.counts[0x35] >= 1); /* SYNCHRONIZE CACHE */
    media = sim_burner_media(bench.burner, true);
    assert_true(media.is_heuristically_blank);
    assert_false(media.is_physically_blank);
    IDiscFormat2Erase_Release(erase);
}

static void EraseMedia__no_disc__says_so(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();

    (void)state;
    insert(SIM_MEDIUM_NONE);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), (HRESULT)0xC0AA0202);
    assert_error_says(SOURCE, L"0xC0AA0202", NULL);
    assert_int_equal(bench.com->acquires, bench.com->releases);
    IDiscFormat2Erase_Release(erase);
}

/* -------------------------------------------------------------------------------------------------- what goes wrong */

static void EraseMedia__drive_refuses__is_told_by_the_command(void **state)
{
    static const struct {
        uint8_t opcode;
        uint32_t nth, sense;
        HRESULT hr;
        const WCHAR *says;
    } refusals[] = {
        {0xA1, 0, 0x052400, (HRESULT)0x80AA0905, L"5/24/00"}, /* BLANK */
        {0xA1, 0, 0x023005, (HRESULT)0x80AA0905, L"2/30/05"},
        {0x1B, 0, 0x044400, (HRESULT)0x80AA0908, L"4/44/00"}, /* START STOP UNIT */
    };
    IDiscFormat2Erase *erase = ready_erase();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(refusals); i++) {
        insert_written(SIM_MEDIUM_CD_RW);
        set_fault((struct sim_fault){SIM_FAULT_SENSE, refusals[i].opcode, refusals[i].nth, refusals[i].sense, NULL, 0});
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), refusals[i].hr);
        assert_error_says(SOURCE, L"Erasing the disc", refusals[i].says, L"VENDOR", NULL);
        assert_given_back();
        bench.burner->sim.fault_count = 0;
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK); /* and afterwards it can be erased */
    }
    IDiscFormat2Erase_Release(erase);
}

static void EraseMedia__short_disc_information__is_too_small(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    set_fault((struct sim_fault){SIM_FAULT_SHORT, 0x51, 0, 4, NULL, 0});
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), (HRESULT)0x80AA0902);
    assert_error_says(SOURCE, L"Erasing the disc", L"0x80AA0902", L"VENDOR", NULL);
    assert_int_equal(bench.counts[0xA1], 0);
    assert_int_equal(bench.com->acquires, bench.com->releases);
    bench.burner->sim.fault_count = 0;
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    IDiscFormat2Erase_Release(erase);
}

/* Behind BLANK the drive fails, or is never done: the clock is the fixture's, so that an hour is over at once. */
static void break_when_it_blanks(struct transport_script *script, const struct scsi_command *command,
                                 struct scsi_reply *reply)
{
    if (command->cdb[0] == 0x51 && bench.counts[0xA1]) {
        script_reply_bytes(command, reply, NULL, 0);
        script_reply_sense(reply, 0x70, (uint8_t)(bench.fault.parameter >> 16), (uint8_t)(bench.fault.parameter >> 8),
                           (uint8_t)bench.fault.parameter);
        script->clock->ms++;
        return;
    }
    answer(script, command, reply);
}

static void EraseMedia__drive_fails_while_it_blanks__is_told(void **state)
{
    static const struct {
        uint32_t sense;
        HRESULT hr;
    } failures[] = {
        {0x020407, (HRESULT)0x80AA0906}, /* operation in progress, for more than an hour */
        {0x035100, (HRESULT)0x80AA0907}, /* erase failure */
        {0x044400, (HRESULT)0x80AA0907}, /* internal failure */
        {0x023A00, (HRESULT)0xC0AA0202}, /* the disc is gone */
    };
    IDiscFormat2Erase *erase = ready_erase();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(failures); i++) {
        uint64_t began_ms = bench.com->clock.ms;

        bench.com->script.otherwise = answer;
        insert_written(SIM_MEDIUM_CD_RW);
        forget_commands();
        bench.com->script.otherwise = break_when_it_blanks;
        bench.fault.parameter = failures[i].sense;
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), failures[i].hr);
        assert_given_back();
        if (failures[i].hr == (HRESULT)0x80AA0906) assert_true(bench.com->clock.ms - began_ms >= 3600000);
    }
    IDiscFormat2Erase_Release(erase);
}

/* The name is the recorder's to refuse. */
static void EraseMedia__write_protected__says_by_what(void **state)
{
    static const struct {
        enum sim_medium medium;
        const WCHAR *says;
    } discs[] = {
        {SIM_MEDIUM_DVD_RAM, L"of type DVD-RAM: it is write-protected by the tab of its cartridge"},
        {SIM_MEDIUM_BD_RE, L"of type BD-RE: it is write-protected by software"},
    };
    IDiscFormat2Erase *erase = ready_erase();
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(discs); i++) {
        insert_written(discs[i].medium);
        bench.burner->sim.options.is_protected = true;
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), 0xC0AA0209);
        assert_error_says(SOURCE, discs[i].says, NULL);
        assert_int_equal(bench.counts[0x2A], 0);
        bench.burner->sim.options.is_protected = false;
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK); /* now it may */
        assert_given_back();
        forget_commands();
    }
    IDiscFormat2Erase_Release(erase);
}

static void EraseMedia__no_client_name__is_invalid(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(bench.com);
    IDiscFormat2Erase *erase = new_erase();

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    assert_hr(IDiscFormat2Erase_put_Recorder(erase, recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    forget_commands();
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), E_INVALIDARG);
    assert_int_equal(commands(), 0);
    IDiscFormat2Erase_Release(erase);
}

static void EraseMedia__drive_is_held_by_another__is_locked(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    fixture_hold(bench.com, true);
    forget_commands();
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), (HRESULT)0xC0AA0210);
    assert_error_says(SOURCE, L"Somebody", NULL);
    assert_int_equal(commands(), 0);
    fixture_hold(bench.com, false);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    IDiscFormat2Erase_Release(erase);
}

/* ----------------------------------------------------------------------------------------------------------- events */

static struct heard {
    LONG count, elapsed, total, first_total;
    unsigned questions; /* to the drive, from inside the handler */
    HRESULT failed;
    bool is_odd;
    IDiscFormat2Erase *erase;
} heard;

static void note_failure(HRESULT hr, HRESULT expected)
{
    if (hr != expected) heard.failed = hr ? hr : 1;
}

static HRESULT note_event(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    const VARIANT *arguments = parameters->rgvarg; /* the last one first */
    IDiscFormat2Erase *erase;

    (void)sink;
    if (event != 0x200 || parameters->cArgs != 3 || V_VT(&arguments[0]) != VT_I4 || V_VT(&arguments[1]) != VT_I4 ||
        V_VT(&arguments[2]) != VT_DISPATCH) {
        heard.is_odd = true;
        return S_OK;
    }
    note_failure(IDispatch_QueryInterface(V_DISPATCH(&arguments[2]), &IID_IDiscFormat2Erase, (void **)&erase), S_OK);
    if (erase != heard.erase) heard.is_odd = true;
    IDiscFormat2Erase_Release(erase);
    if (heard.count && V_I4(&arguments[1]) < heard.elapsed) heard.is_odd = true;
    if (V_I4(&arguments[0]) < V_I4(&arguments[1])) heard.is_odd = true;
    if (!heard.count) heard.first_total = V_I4(&arguments[0]);
    heard.elapsed = V_I4(&arguments[1]);
    heard.total = V_I4(&arguments[0]);
    heard.count++;
    return S_OK;
}

static DWORD begin_listening(struct event_sink *sink, IDiscFormat2Erase *erase,
                             HRESULT (*react)(struct event_sink *, DISPID, DISPPARAMS *))
{
    memset(&heard, 0, sizeof heard);
    heard.erase = erase;
    sink_begin(sink, EVENTS, SINK_BOTH);
    sink->react = react;
    return sink_advise((IUnknown *)erase, sink);
}

static void Update__each_way__ends_with_elapsed_equal_to_total(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_RW, SIM_MEDIUM_DVD_RAM};
    IDiscFormat2Erase *erase = ready_erase();
    struct event_sink sink;
    DWORD cookie;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(media); i++) {
        insert_written(media[i]);
        cookie = begin_listening(&sink, erase, note_event);
        assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
        assert_hr(heard.failed, S_OK);
        assert_false(heard.is_odd);
        assert_true(heard.count >= 1);
        assert_int_equal(heard.first_total, 30); /* a quick erase of CD-RW and of DVD-RAM, at first */
        assert_int_equal(heard.elapsed, heard.total);
        assert_int_equal(sink.thread, GetCurrentThreadId());
        assert_hr(sink_unadvise((IUnknown *)erase, EVENTS, cookie), S_OK);
        assert_int_equal(sink.references, 1);
    }
    IDiscFormat2Erase_Release(erase);
}

/* What may be done inside. */
static HRESULT meddle(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    IDiscFormat2Erase *erase = heard.erase;
    IMAPI_MEDIA_PHYSICAL_TYPE type = IMAPI_MEDIA_TYPE_UNKNOWN;
    unsigned before = bench.counts[0x46] + bench.counts[0x51]; /* GET CONFIGURATION, READ DISC INFORMATION */
    IDiscRecorder2 *recorder;
    VARIANT_BOOL value;

    (void)sink, (void)event, (void)parameters;
    heard.count++;
    note_failure(IDiscFormat2Erase_get_Recorder(erase, &recorder), S_OK);
    note_failure(IDiscFormat2Erase_put_Recorder(erase, recorder), (HRESULT)0x80AA0900);
    note_failure(IDiscFormat2Erase_put_Recorder(erase, NULL), (HRESULT)0x80AA0900);
    note_failure(IDiscFormat2Erase_EraseMedia(erase), (HRESULT)0x80AA0900);
    note_failure(IDiscFormat2Erase_put_FullErase(erase, VARIANT_TRUE), S_OK);
    note_failure(put_name(erase, L"Another name"), S_OK);
    note_failure(IDiscFormat2Erase_get_CurrentPhysicalMediaType(erase, &type), S_OK);
    if (type != IMAPI_MEDIA_TYPE_DVDRAM) heard.is_odd = true;
    note_failure(IDiscFormat2Erase_get_MediaPhysicallyBlank(erase, &value), S_OK);
    note_failure(IDiscFormat2Erase_get_MediaHeuristicallyBlank(erase, &value), S_OK);
    note_failure(IDiscFormat2Erase_IsCurrentMediaSupported(erase, recorder, &value), S_OK);
    if (value != VARIANT_TRUE) heard.is_odd = true;
    note_failure(IDiscFormat2Erase_IsRecorderSupported(erase, recorder, &value), S_OK);
    if (value != VARIANT_TRUE) heard.is_odd = true;
    IDiscRecorder2_Release(recorder);
    heard.questions += bench.counts[0x46] + bench.counts[0x51] - before;
    return E_UNEXPECTED; /* which nobody looks at */
}

static void members__while_it_erases__are_refused_or_answer(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    struct event_sink sink;
    VARIANT_BOOL full;
    DWORD cookie;
    BSTR name;

    (void)state;
    insert_written(SIM_MEDIUM_DVD_RAM);
    cookie = begin_listening(&sink, erase, meddle);
    forget_commands();
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    assert_no_error_info();
    assert_true(heard.count >= 1);
    assert_hr(heard.failed, S_OK);
    assert_false(heard.is_odd);
    assert_int_equal(heard.questions, 0);         /* the disc is known */
    assert_int_equal(bench.written_blocks, 2048); /* FullErase counts for the next one */
    assert_hr(IDiscFormat2Erase_get_FullErase(erase, &full), S_OK);
    assert_int_equal(full, VARIANT_TRUE);
    assert_hr(IDiscFormat2Erase_get_ClientName(erase, &name), S_OK);
    assert_bstr(name, L"Another name");
    assert_string_equal(bench.com->holder_name, "Erase test");
    assert_hr(sink_unadvise((IUnknown *)erase, EVENTS, cookie), S_OK);
    IDiscFormat2Erase_Release(erase);
}

static HRESULT give_back(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    (void)event, (void)parameters;
    if (!heard.count++) {
        sink_unadvise((IUnknown *)heard.erase, EVENTS, *(DWORD *)sink->context);
        IDiscFormat2Erase_Release(heard.erase);
    }
    return S_OK;
}

static void Update__handler_gives_back_the_last_reference__disc_is_erased(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    struct event_sink sink;
    DWORD cookie;

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    cookie = begin_listening(&sink, erase, give_back);
    sink.context = &cookie;
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), S_OK);
    assert_int_equal(heard.count, 1);
    assert_int_equal(sink.references, 1);
    assert_given_back();
}

static void EraseMedia__no_memory__says_so_and_gives_back(void **state)
{
    IDiscFormat2Erase *erase = ready_erase();
    long nth, failures = 0;
    HRESULT hr = E_FAIL;

    (void)state;
    insert_written(SIM_MEDIUM_CD_RW);
    for (nth = 1; FAILED(hr); nth++) {
        base_alloc_fail_nth(nth);
        hr = IDiscFormat2Erase_EraseMedia(erase);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) {
            failures++;
            if (hr != E_OUTOFMEMORY) fail_msg("allocation %ld: 0x%08lX", nth, (unsigned long)hr);
        }
        assert_int_equal(bench.com->acquires, bench.com->releases);
        assert_true(nth < 200);
    }
    assert_true(failures >= 3);
    IDiscFormat2Erase_Release(erase);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(properties__new__are_the_defaults),
        CASE(properties__put__are_kept),
        CASE(members__no_recorder__say_so),
        CASE(members__no_pointer__is_pointer),
        CASE(put_Recorder__drive_cannot_erase__is_refused_and_the_old_one_stays),
        CASE(IsCurrentMediaSupported__each_medium__says_what_can_be_erased),
        CASE(EraseMedia__drive_cannot_write_the_disc_now__is_not_supported),
        CASE(EraseMedia__each_medium__is_blank_or_refused),
        CASE(EraseMedia__quick_and_full__are_types_of_BLANK),
        CASE(EraseMedia__overwritable__middle_of_the_disc_stays),
        CASE(EraseMedia__no_disc__says_so),
        CASE(EraseMedia__drive_refuses__is_told_by_the_command),
        CASE(EraseMedia__short_disc_information__is_too_small),
        CASE(EraseMedia__drive_fails_while_it_blanks__is_told),
        CASE(EraseMedia__write_protected__says_by_what),
        CASE(EraseMedia__no_client_name__is_invalid),
        CASE(EraseMedia__drive_is_held_by_another__is_locked),
        CASE(Update__each_way__ends_with_elapsed_equal_to_total),
        CASE(members__while_it_erases__are_refused_or_answer),
        CASE(Update__handler_gives_back_the_last_reference__disc_is_erased),
        CASE(EraseMedia__no_memory__says_so_and_gives_back),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
