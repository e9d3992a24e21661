/* MsftStreamZero, MsftStreamPrng001, MsftStreamConcatenate, MsftStreamInterleave: streams made of streams. */
#define COBJMACROS
#include <initguid.h>
#include "../show.h"

static IStream *create(const CLSID *class, const IID *iid)
{
    IStream *stream = NULL;

    show("CoCreateInstance", CoCreateInstance(class, NULL, CLSCTX_ALL, iid, (void **)&stream), L"done");
    return stream;
}

static void show_bytes(const char *label, IStream *stream)
{
    BYTE bytes[12];
    ULONG count, i;

    IStream_Read(stream, bytes, sizeof bytes, &count);
    printf("    %s:", label);
    for (i = 0; i < count; i++)
        printf(" %02X", bytes[i]);
    puts("");
}

int main(void)
{
    const ULARGE_INTEGER four = {.QuadPart = 4};
    ULONG turns[2] = {1, 2};
    IStream *parts[2], *both, *mixed;

    CoInitialize(NULL);
    parts[0] = create(&CLSID_MsftStreamZero, &IID_IStream);
    parts[1] = create(&CLSID_MsftStreamPrng001, &IID_IStreamPseudoRandomBased);
    both = create(&CLSID_MsftStreamConcatenate, &IID_IStreamConcatenate);
    mixed = create(&CLSID_MsftStreamInterleave, &IID_IStreamInterleave);
    if (!parts[0] || !parts[1] || !both || !mixed) return 1;
    IStream_SetSize(parts[0], four);
    IStream_SetSize(parts[1], four);
    IStreamPseudoRandomBased_put_Seed((IStreamPseudoRandomBased *)parts[1], 0);
    IStreamConcatenate_Initialize2((IStreamConcatenate *)both, parts, 2);
    show_bytes("one behind the other", both);
    IStreamInterleave_Initialize((IStreamInterleave *)mixed, parts, turns, 2);
    show_bytes("one and two bytes in turn", mixed);
    IStream_Release(mixed);
    IStream_Release(both);
    IStream_Release(parts[1]);
    IStream_Release(parts[0]);
    return 0;
}
