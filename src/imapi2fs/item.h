/* The common part of directory and file objects: a node of the image's tree, and the members of IFsiItem.
 *
 * A node has at most one object, node->object, which every request for it returns. The object holds the node and the
 * image. A class is a struct with `struct item item` beside its object; FSI_ITEM(noun, X) defines the methods of
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
    IUnknown own_iface;        /* by this interface, item_take recognises our own objects */
    struct com_object *object; /* the object that contains this item */
    const WCHAR *prog_id;      /* the source of errors */
    struct image_state *state; /* held */
    struct fs_node *node;      /* held */
};

/* The row for the table of interfaces of an item class. */
extern const IID item_own_iid;
#define ITEM_INTERFACE(noun)                                                                                           \
    {                                                                                                                  \
        &item_own_iid, offsetof(struct noun, item.own_iface)                                                           \
    }

/* Get the object of a node, or create it. The caller keeps the node alive. Failures: E_OUTOFMEMORY, E_NOINTERFACE; *out
 * is NULL then.
 */
HRESULT item_get(struct image_state *state, struct fs_node *node, REFIID iid, void **out);

/* Create an item that is not in the tree, with the present time as its times.
 * call      gets the inserts of the failure.
 * returns   IMAPI_E_INVALID_PARAM, IMAPI_E_RESTRICTED_NAME_VIOLATION, E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT item_create(struct image_state *state, struct imapifs_call *call, BSTR name, bool is_directory, REFIID iid,
                    void **out);

/* Get the item behind a client's pointer. Its object is held; the caller releases it with com_object_release.
 * returns   E_NOINTERFACE or the object's own failure: it is not one of ours. *out is NULL then.
 */
HRESULT item_take(IUnknown *object, struct item **out);

/* Release a held node and a held image. Sources may be released too, so the caller must not hold a lock. */
void item_release_node(struct image_state *state, struct fs_node *node);

/* Called at the end of an item class's constructor, under the lock, and by its destructor. */
void item_init(struct item *item, struct com_object *object, const WCHAR *prog_id, struct image_state *state,
               struct fs_node *node);
void item_destroy(struct item *item);

/* The result of storing a feature that UDF has from first_revision on: IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED if the image
 * leaves it out (image_state_records is false), else S_OK. It is stored in both cases. The caller holds the lock.
 */
HRESULT item_feature_result(const struct image_state *state, LONG first_revision);

/* Check the name against UseRestrictedCharacterSet, if that is set: S_OK or IMAPI_E_RESTRICTED_NAME_VIOLATION. The
 * caller holds the lock.
 */
HRESULT item_check_restricted(const struct image_state *state, const uint16_t *name, size_t count);

/* Check after an addition that the image is within its limit of blocks: S_OK or IMAPI_E_IMAGE_SIZE_LIMIT. The caller
 * holds the lock.
 */
HRESULT item_check_size(const struct image_state *state);

/* Copy the item's name with a terminating NUL, for a message. Returns `name`. */
const WCHAR *item_name(const struct item *item, WCHAR name[FS_NAME_MAX + 1]);

/* Begin a change of the item itself: like image_state_begin_change, but an item outside the tree may change even while
 * a result exists, and a named stream has nothing of its own to change. End it with image_state_end_change.
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
