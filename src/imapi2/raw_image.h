/* A raw audio image that MsftRawCDImageCreator builds: data shared by the creator, its tracks and the image's stream.
 */
#ifndef OPENIMAPI2_IMAPI2_RAW_IMAGE_H
#define OPENIMAPI2_IMAPI2_RAW_IMAGE_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "com/global_interface.h"
#include "rawcd/image.h"

enum { RAW_IMAGE_PREGAP, RAW_IMAGE_GENERATOR = RAWCD_TRACKS_MAX + 1, RAW_IMAGE_STREAMS }; /* between: tracks 1-99 */

/* The client's streams; NULL entries: none. Reference-counted. */
struct raw_streams {
    LONG references;
    HANDLE turn;   /* com/turn.h: held while reading, since a client may use one stream for several tracks */
    uint64_t uses; /* com/stream_read.h, for all of them */
    struct com_global *items[RAW_IMAGE_STREAMS];
};

/* Create a list without any stream. NULL: no memory. */
struct raw_streams *raw_streams_create(void);
struct raw_streams *raw_streams_add_ref(struct raw_streams *streams); /* returns streams */
void raw_streams_release(struct raw_streams *streams);                /* NULL is allowed */

struct raw_image {
    LONG references;
    CRITICAL_SECTION lock; /* guards the rest; not held while a client's stream is called */
    struct rawcd_layout layout;
    enum rawcd_form form;
    struct raw_streams *streams;
    bool generator_is_cd_text; /* the stream of sub-code R-W is CD-TEXT: only RAWCD_FORM_RAW allows it */
    bool is_frozen;            /* an image was created: nothing changes any more; readers need no lock */
};

/* NULL: no memory. */
struct raw_image *raw_image_create(void);
void raw_image_add_ref(struct raw_image *image);
void raw_image_release(struct raw_image *image); /* NULL is allowed */

/* Take the lock for a change: S_OK, or E_IMAPI_RAW_IMAGE_IS_READ_ONLY, and then the lock is not held. */
HRESULT raw_image_begin_change(struct raw_image *image);

/* Is the image frozen? For calls that have work to do before they take the lock. */
bool raw_image_is_frozen(struct raw_image *image);

/* The documented code for a layout's status; S_OK and S_IMAPI_RAW_IMAGE_TRACK_INDEX_ALREADY_EXISTS are possible. */
HRESULT raw_image_hresult(enum rawcd_status status);

/* Create a stream of the frozen image, at position 0. It is agile; the client's streams are called on the reader's
 * thread. A clone reads clones of them.
 */
HRESULT raw_image_stream_create(struct raw_image *image, IStream **out);

#endif
