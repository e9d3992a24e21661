/* The object behind foreign_disc.h: shared by the files of its interfaces and of its two kinds of discs. */
#ifndef OPENIMAPI2_DISCCTL_FOREIGN_DISC_OBJECT_H
#define OPENIMAPI2_DISCCTL_FOREIGN_DISC_OBJECT_H

#include "imapi2.h"

enum {
    FOREIGN_DISC_SENSE_BYTES = 18,
    FOREIGN_DISC_FREE_SECTORS = 1000000, /* nothing is written: any value will do */
};

#define FOREIGN_DISC_NOT_SUPPORTED HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)

struct foreign_disc {
    IMultisessionSequential IMultisessionSequential_iface;
    IDiscRecorder2 IDiscRecorder2_iface;
    IDiscRecorder2Ex IDiscRecorder2Ex_iface;
    LONG references;
    HANDLE file;             /* owned; INVALID_HANDLE_VALUE: there is none */
    IDiscRecorder2Ex *drive; /* owned; NULL: there is none */
    LONG block_count, start; /* of the disc; of its last session */
};

/* With one reference, and neither a file nor a drive. */
struct foreign_disc *foreign_disc_create(void);

ULONG foreign_disc_add_ref(struct foreign_disc *disc);
ULONG foreign_disc_release(struct foreign_disc *disc);

/* QueryInterface of IDiscRecorder2 and IDiscRecorder2Ex: these two are one COM object, the session is another, in the
 * same memory.
 */
HRESULT foreign_disc_query_recorder(struct foreign_disc *disc, REFIID iid, void **out);

extern const IMultisessionSequentialVtbl foreign_disc_session_methods;
extern const IDiscRecorder2Vtbl foreign_disc_recorder_methods;
extern const IDiscRecorder2ExVtbl foreign_disc_commands_methods;

/* SendCommandGetDataFromDevice for a file; it implements READ(10). */
HRESULT foreign_disc_command_file(const struct foreign_disc *disc, const BYTE *cdb, ULONG cdb_size,
                                  BYTE sense[FOREIGN_DISC_SENSE_BYTES], BYTE *buffer, ULONG size, ULONG *fetched);

/* A 32-bit big-endian number of a command or reply. */
static inline ULONG foreign_disc_number_at(const BYTE *bytes)
{
    return (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
}

/* AddRef and Release of IUnknown, and the methods of IDispatch: an importer calls through the interface only, never by
 * name. noun: prefix of the methods' names; of: the function that returns the disc of an interface pointer of type X.
 */
#define COUNTED_WITHOUT_NAMES(noun, X, of)                                                                             \
    static ULONG WINAPI noun##_AddRef(X *iface)                                                                        \
    {                                                                                                                  \
        return foreign_disc_add_ref(of(iface));                                                                        \
    }                                                                                                                  \
    static ULONG WINAPI noun##_Release(X *iface)                                                                       \
    {                                                                                                                  \
        return foreign_disc_release(of(iface));                                                                        \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetTypeInfoCount(X *iface, UINT *count)                                               \
    {                                                                                                                  \
        (void)iface;                                                                                                   \
        *count = 0;                                                                                                    \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetTypeInfo(X *iface, UINT index, LCID locale, ITypeInfo **info)                      \
    {                                                                                                                  \
        (void)iface, (void)index, (void)locale;                                                                        \
        *info = NULL;                                                                                                  \
        return DISP_E_BADINDEX;                                                                                        \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetIDsOfNames(X *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,         \
                                               DISPID *ids)                                                            \
    {                                                                                                                  \
        (void)iface, (void)iid, (void)names, (void)locale;                                                             \
        while (count)                                                                                                  \
            ids[--count] = DISPID_UNKNOWN;                                                                             \
        return DISP_E_UNKNOWNNAME;                                                                                     \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_Invoke(X *iface, DISPID member, REFIID iid, LCID locale, WORD flags,                  \
                                        DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument) \
    {                                                                                                                  \
        (void)iface, (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result,               \
            (void)exception, (void)argument;                                                                           \
        return DISP_E_MEMBERNOTFOUND;                                                                                  \
    }

#endif
