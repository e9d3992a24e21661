#include "dll/classes.h"

#include "imapi2.h"
#include "imapi2/disc_master2.h"
#include "imapi2/disc_recorder2.h"
#include "openimapi2.h"

/* clang-format off */
const struct class_entry class_entries[] = {
    {&CLSID_MsftDiscMaster2, &CLSID_OpenIMAPI2_MsftDiscMaster2, L"MsftDiscMaster2",
     L"Optical drives of this computer (OpenIMAPI2)", master_create},
    {&CLSID_MsftDiscRecorder2, &CLSID_OpenIMAPI2_MsftDiscRecorder2, L"MsftDiscRecorder2",
     L"An optical drive (OpenIMAPI2)", recorder_create},
};

const CLSID *const library_classes[] = {
    &CLSID_MsftDiscMaster2,
    &CLSID_MsftDiscRecorder2,
    &CLSID_MsftWriteEngine2,
    &CLSID_MsftDiscFormat2Erase,
    &CLSID_MsftDiscFormat2Data,
    &CLSID_MsftDiscFormat2TrackAtOnce,
    &CLSID_MsftDiscFormat2RawCD,
    &CLSID_MsftStreamZero,
    &CLSID_MsftStreamPrng001,
    &CLSID_MsftStreamConcatenate,
    &CLSID_MsftStreamInterleave,
    &CLSID_MsftWriteSpeedDescriptor,
    &CLSID_MsftMultisessionSequential,
    &CLSID_MsftMultisessionRandomWrite,
    &CLSID_MsftRawCDImageCreator,
};

#define ROW(name) {&IID_##name, L ## #name}
const struct interface_entry interface_entries[] = {
    ROW(IDiscMaster2),
    ROW(DDiscMaster2Events),
    ROW(IDiscRecorder2),
    ROW(IWriteEngine2),
    ROW(IWriteEngine2EventArgs),
    ROW(DWriteEngine2Events),
    ROW(IDiscFormat2),
    ROW(IDiscFormat2Data),
    ROW(IDiscFormat2DataEventArgs),
    ROW(DDiscFormat2DataEvents),
    ROW(IDiscFormat2Erase),
    ROW(DDiscFormat2EraseEvents),
    ROW(IDiscFormat2TrackAtOnce),
    ROW(IDiscFormat2TrackAtOnceEventArgs),
    ROW(DDiscFormat2TrackAtOnceEvents),
    ROW(IDiscFormat2RawCD),
    ROW(IDiscFormat2RawCDEventArgs),
    ROW(DDiscFormat2RawCDEvents),
    ROW(IWriteSpeedDescriptor),
    ROW(IMultisession),
    ROW(IMultisessionSequential),
    ROW(IMultisessionSequential2),
    ROW(IMultisessionRandomWrite),
    ROW(IRawCDImageCreator),
    ROW(IRawCDImageTrackInfo),
    ROW(IBlockRange),
    ROW(IBlockRangeList),
};
/* clang-format on */

const size_t class_entry_count = ARRAYSIZE(class_entries);
const size_t library_class_count = ARRAYSIZE(library_classes);
const size_t interface_entry_count = ARRAYSIZE(interface_entries);

const struct class_entry *class_entry_find(REFCLSID clsid)
{
    size_t i;

    for (i = 0; i < class_entry_count; i++) {
        if (IsEqualCLSID(clsid, class_entries[i].clsid)) return &class_entries[i];
        if (IsEqualCLSID(clsid, class_entries[i].own_clsid)) return &class_entries[i];
    }
    return NULL;
}
