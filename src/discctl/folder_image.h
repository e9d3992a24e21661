/* Makes an image of folders and files of this computer: MsftFileSystemImage, filled by the options of the command line.
 */
#ifndef OPENIMAPI2_DISCCTL_FOLDER_IMAGE_H
#define OPENIMAPI2_DISCCTL_FOLDER_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "imapi2fs.h"

#include "discctl/arguments.h"
#include "discctl/failure.h"

/* The options for the image. 0 and NULL: not given. */
struct image_wishes {
    FsiFileSystems systems;
    LONG udf_revision;               /* 0x0102 and so on */
    IMAPI_MEDIA_PHYSICAL_TYPE media; /* the medium whose defaults and capacity apply */
    bool has_media, has_no_mirror, is_strict;
    const char *label, *boot, *efi; /* borrowed */
    EmulationType emulation;
    bool has_emulation; /* else the emulation follows from the size of the boot image */
};

/* Returns EXIT_DONE, or the result of arguments_refuse. */
int image_wishes_read(const char *verb, const struct arguments *arguments, struct image_wishes *wishes);

struct folder_image {
    IFileSystemImage3 *image;
    IFileSystemImageResult *result;
    IStream *stream; /* of the result, at position 0 */
    uint64_t bytes;
    bool is_for_disc; /* the disc's free space is the limit */
};

/* An empty image, with progress on standard error unless is_quiet. False, and sets failure: imapi2fs is not registered.
 * Only one image may exist at a time.
 */
bool folder_image_begin(struct folder_image *image, bool is_quiet, struct failure *failure);

/* Apply the options. Without a medium in the wishes, the size of the image is not limited. */
bool folder_image_set_up(struct folder_image *image, const struct image_wishes *wishes, struct failure *failure);

/* Choose file systems and free space for the disc in a drive, on which the image begins at this block; or prepare a
 * further session of the disc in a writer's drive, including its existing content.
 */
bool folder_image_choose(struct folder_image *image, IDiscRecorder2 *recorder, LONG start, struct failure *failure);
bool folder_image_continue(struct folder_image *image, IDiscFormat2Data *writer, struct failure *failure);

/* Set the volume name. NULL: none is wanted. */
bool folder_image_name(struct folder_image *image, const char *label, struct failure *failure);

/* Add the sources: of a single folder its content, else each file and each folder under its own name.
 * sources   ends with NULL, and is not empty.
 */
bool folder_image_add(struct folder_image *image, char *const *sources, struct failure *failure);

/* Add the boot images of the options. */
bool folder_image_add_boot(struct folder_image *image, const struct image_wishes *wishes, struct failure *failure);

/* Make the result: stream and bytes are set. */
bool folder_image_finish(struct folder_image *image, struct failure *failure);

/* "ISO 9660, Joliet, UDF 1.02, 12 files, 3 folders", the root not counted; memory_free(). */
char *folder_image_describe(const struct folder_image *image);

/* Releases everything; fields may be NULL. */
void folder_image_end(struct folder_image *image);

#endif
