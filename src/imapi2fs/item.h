/* What the objects of directories and files have in common: a node of the image's tree, and the members of IFsiItem.
 *
 * A node has one object at most, which everybody who asks for it gets: node->object. The object holds the node and the
 * image. A class is a struct with `struct item item` beside its object; FSI_ITEM(noun, X) makes the methods of
 * IDispatch and of IFsiItem for its interface X.
 */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_H
#define OPENIMAPI2_IMAPI2FS_ITEM_H

#include "com/dispatch.h"
#include "com/object.h"
#include "imapi2fs.h"
#include "imapi2fs/call.h"
#include "imapi2fs/image_state.h"

enum item_time { ITEM_CREATED, ITEM_ACCESSED, ITEM_MODIFIED };

struct item {
    IUnknown own_iface;        /* by it item_take knows objects of ours */
    struct com_object *object; /* that it is a part of */
    const WCHAR *prog_id;      /* the source of errors */
    struct image_state *state; /* held */
    struct fs_node *node;      /* held */
};

/* The row for an item class's table of interfaces. */
extern const IID item_own_iid;
#define ITEM_INTERFACE(noun)                                                                                           \
    {                                                                                                                  \
        &item_own_iid, offsetof(struct noun, item.own_iface)                                                           \
    }

/* The object of a node: the one there is, or a new one. The caller keeps the node alive. *out is NULL on failure:
 * E_OUTOFMEMORY, E_NOINTERFACE.
 */
HRESULT item_get(struct image_state *state, struct fs_node *node, REFIID iid, void **out);

/* A new item that is not in the tree, with "now" as its times.
 * call      gets the inserts of the failure.
 * returns   IMAPI_E_INVALID_PARAM, IMAPI_E_RESTRICTED_NAME_VIOLATION, E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT item_create(struct image_state *state, struct imapifs_call *call, BSTR name, bool is_directory, REFIID iid,
                    void **out);

/* The item behind a client's pointer, which its object holds. Released by the caller: com_object_release.
 * returns   E_NOINTERFACE or what the object says: it is none of ours. *out is NULL then.
 */
HRESULT item_take(IUnknown *object, struct item **out);

/* Let go of a node and of an image that somebody held. Sources may be released: no lock is held. */
void item_release_node(struct image_state *state, struct fs_node *node);

/* For the constructor of an item's class, at its end and under the lock, and its destructor. */
void item_init(struct item *item, struct com_object *object, const WCHAR *prog_id, struct image_state *state,
               struct fs_node *node);
void item_destroy(struct item *item);

/* What is stored all the same is left out of an image that image_state_records says no for:
 * IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED, else S_OK. The caller holds the lock.
 */
HRESULT item_feature_result(const struct image_state *state, LONG first_revision);

/* Is the name one that UseRestrictedCharacterSet, if it is set, allows? S_OK or IMAPI_E_RESTRICTED_NAME_VIOLATION. The
 * caller holds the lock.
 */
HRESULT item_check_restricted(const struct image_state *state, const uint16_t *name, size_t count);

/* Is the image within its limit of blocks, with what has just been added? S_OK or IMAPI_E_IMAGE_SIZE_LIMIT. The caller
 * holds the lock.
 */
HRESULT item_check_size(const struct image_state *state);

/* The item's name with a NUL at its end, for a text; returns `name`. */
const WCHAR *item_name(const struct item *item, WCHAR name[FS_NAME_MAX + 1]);

/* Begin a change of the item itself: like image_state_begin_change, but an item outside the tree is free to change
 * while a result lives, and a named stream has nothing of its own to change. Ends with image_state_end_change.
 */
HRESULT item_begin_change(struct item *item);

/* The members of IFsiItem, with their documented arguments. */
HRESULT item_get_Name(struct item *item, BSTR *value);
HRESULT item_get_FullPath(struct item *item, BSTR *value);
HRESULT item_get_time(struct item *item, enum item_time which, DATE *value);
HRESULT item_put_time(struct item *item, enum item_time which, DATE value);
HRESULT item_get_IsHidden(struct item *item, VARIANT_BOOL *value);
HRESULT item_put_IsHidden(struct item *item, VARIANT_BOOL value);
HRESULT item_FileSystemName(struct item *item, FsiFileSystems system, BSTR *value);
HRESULT item_FileSystemPath(struct item *item, FsiFileSystems system, BSTR *value);

#define FSI_ITEM_TIME(noun, X, Name, which)                                                                            \
    static HRESULT WINAPI noun##_get_##Name(X *iface, DATE *value)                                                     \
    {                                                                                                                  \
        return item_get_time(&noun##_from_##X(iface)->item, which, value);                                             \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_put_##Name(X *iface, DATE value)                                                      \
    {                                                                                                                  \
        return item_put_time(&noun##_from_##X(iface)->item, which, value);                                             \
    }

#define FSI_ITEM(noun, X)                                                                                              \
    COM_DISPATCH(noun, X)                                                                                              \
    FSI_ITEM_TIME(noun, X, CreationTime, ITEM_CREATED)                                                                 \
    FSI_ITEM_TIME(noun, X, LastAccessedTime, ITEM_ACCESSED)                                                            \
    FSI_ITEM_TIME(noun, X, LastModifiedTime, ITEM_MODIFIED)                                                            \
    static HRESULT WINAPI noun##_get_Name(X *iface, BSTR *value)                                                       \
    {                                                                                                                  \
        return item_get_Name(&noun##_from_##X(iface)->item, value);                                                    \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_get_FullPath(X *iface, BSTR *value)                                                   \
    {                                                                                                                  \
        return item_get_FullPath(&noun##_from_##X(iface)->item, value);                                                \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_get_IsHidden(X *iface, VARIANT_BOOL *value)                                           \
    {                                                                                                                  \
        return item_get_IsHidden(&noun##_from_##X(iface)->item, value);                                                \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_put_IsHidden(X *iface, VARIANT_BOOL value)                                            \
    {                                                                                                                  \
        return item_put_IsHidden(&noun##_from_##X(iface)->item, value);                                                \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_FileSystemName(X *iface, FsiFileSystems system, BSTR *value)                          \
    {                                                                                                                  \
        return item_FileSystemName(&noun##_from_##X(iface)->item, system, value);                                      \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_FileSystemPath(X *iface, FsiFileSystems system, BSTR *value)                          \
    {                                                                                                                  \
        return item_FileSystemPath(&noun##_from_##X(iface)->item, system, value);                                      \
    }

/* The first nineteen entries of a vtable. */
#define FSI_ITEM_METHODS(noun, X)                                                                                      \
    COM_DISPATCH_METHODS(noun, X), noun##_get_Name, noun##_get_FullPath, noun##_get_CreationTime,                      \
        noun##_put_CreationTime, noun##_get_LastAccessedTime, noun##_put_LastAccessedTime,                             \
        noun##_get_LastModifiedTime, noun##_put_LastModifiedTime, noun##_get_IsHidden, noun##_put_IsHidden,            \
        noun##_FileSystemName, noun##_FileSystemPath

#endif
