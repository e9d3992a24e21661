/* The streams of imapi2.dll: what their documentation leaves open. */
#include <stdio.h>

#include "conformance/conformance.h"

static void say_bytes(const char *question, IStream *stream)
{
    BYTE bytes[8] = {0};
    ULONG got = 0;
    HRESULT hr = IStream_Read(stream, bytes, sizeof bytes, &got);

    answer(question, "0x%08lX, %lu: %02X %02X %02X %02X %02X %02X %02X %02X", (unsigned long)hr, got, bytes[0],
           bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
}

static void ask_common(IStream *stream, const char *class)
{
    LARGE_INTEGER back = {.QuadPart = -1}, far_away = {.QuadPart = 1000}, none = {.QuadPart = 0};
    ULARGE_INTEGER size = {.QuadPart = 4};
    IStream *clone = NULL;
    char question[128];
    ULONG count = 77;
    BYTE byte = 0;
    STATSTG stat;

    sprintf(question, "size of a new %s", class);
    if (SUCCEEDED(IStream_Stat(stream, &stat, STATFLAG_NONAME))) {
        answer(question, "%lu, type %lu", stat.cbSize.u.LowPart, stat.type);
    }
    expect_hr(IStream_SetSize(stream, size), S_OK, "SetSize");
    sprintf(question, "Read past the end of %s", class);
    say_bytes(question, stream);
    sprintf(question, "Seek to -1 of %s", class);
    answer_hr(question, IStream_Seek(stream, back, STREAM_SEEK_SET, NULL));
    sprintf(question, "Seek behind the end of %s", class);
    answer_hr(question, IStream_Seek(stream, far_away, STREAM_SEEK_SET, NULL));
    sprintf(question, "Write to %s", class);
    answer_hr(question, IStream_Write(stream, &byte, 1, &count));
    sprintf(question, "Clone of %s", class);
    answer_hr(question, IStream_Clone(stream, &clone));
    if (clone) IStream_Release(clone);
    IStream_Seek(stream, none, STREAM_SEEK_SET, NULL);
}

static void streams__computed__answer(const struct subject *subject)
{
    IStreamPseudoRandomBased *random = new_object(&CLSID_MsftStreamPrng001, &IID_IStreamPseudoRandomBased);
    IStream *zero = new_object(&CLSID_MsftStreamZero, &IID_IStream);
    ULARGE_INTEGER size = {.QuadPart = 2048};
    ULONG seed = 77;

    (void)subject;
    if (zero) {
        ask_common(zero, "MsftStreamZero");
        IStream_Release(zero);
    }
    if (random) {
        expect_hr(IStreamPseudoRandomBased_get_Seed(random, &seed), S_OK, "Seed");
        answer("Seed of a new MsftStreamPrng001", "%lu", seed);
        ask_common((IStream *)random, "MsftStreamPrng001");
        IStreamPseudoRandomBased_SetSize(random, size);
        expect_hr(IStreamPseudoRandomBased_put_Seed(random, 0), S_OK, "put_Seed");
        say_bytes("MsftStreamPrng001 from seed 0", (IStream *)random);
        IStreamPseudoRandomBased_Release(random);
    }
}

static void streams__joined_without_Initialize__answer(const struct subject *subject)
{
    IStreamConcatenate *joined = new_object(&CLSID_MsftStreamConcatenate, &IID_IStreamConcatenate);
    IStreamInterleave *mixed = new_object(&CLSID_MsftStreamInterleave, &IID_IStreamInterleave);
    IStream *zero = new_object(&CLSID_MsftStreamZero, &IID_IStream);
    LARGE_INTEGER none = {.QuadPart = 0};
    ULONG turn = 0;
    STATSTG stat;

    (void)subject;
    if (joined && zero) {
        say_bytes("Read of MsftStreamConcatenate before Initialize", (IStream *)joined);
        answer_hr("Seek of it", IStreamConcatenate_Seek(joined, none, STREAM_SEEK_SET, NULL));
        answer_hr("Stat of it", IStreamConcatenate_Stat(joined, &stat, STATFLAG_NONAME));
        answer_hr("Append of it", IStreamConcatenate_Append(joined, zero));
        answer_hr("Initialize2 of it with 0 streams", IStreamConcatenate_Initialize2(joined, &zero, 0));
        expect_hr(IStreamConcatenate_Initialize(joined, NULL, zero), E_POINTER, "Initialize(NULL)");
        answer_hr("Initialize2 of it with one stream", IStreamConcatenate_Initialize2(joined, &zero, 1));
        answer_hr("Append behind it", IStreamConcatenate_Append(joined, zero));
    }
    if (mixed && zero) {
        say_bytes("Read of MsftStreamInterleave before Initialize", (IStream *)mixed);
        answer_hr("Initialize of it with turns of 0 bytes", IStreamInterleave_Initialize(mixed, &zero, &turn, 1));
        expect_hr(IStreamInterleave_Initialize(mixed, NULL, &turn, 1), E_POINTER, "Initialize(NULL)");
    }
    if (joined) IStreamConcatenate_Release(joined);
    if (mixed) IStreamInterleave_Release(mixed);
    if (zero) IStream_Release(zero);
}

static const struct conformance_case cases[] = {
    {"streams__computed__answer", NEEDS_NOTHING, streams__computed__answer},
    {"streams__joined_without_Initialize__answer", NEEDS_NOTHING, streams__joined_without_Initialize__answer},
};

const struct conformance_group streams_group = {cases, ARRAYSIZE(cases), NULL};
