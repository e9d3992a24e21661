/* The methods of a directory that add and remove items, with their documented arguments. */
#ifndef OPENIMAPI2_IMAPI2FS_DIRECTORY_CHANGES_H
#define OPENIMAPI2_IMAPI2FS_DIRECTORY_CHANGES_H

#include "imapi2fs/item.h"

HRESULT directory_add_directory(struct item *directory, BSTR path);
HRESULT directory_add_file(struct item *directory, BSTR path, IStream *data);
HRESULT directory_add_tree(struct item *directory, BSTR source, VARIANT_BOOL includes_base, bool takes_streams);
HRESULT directory_add_item(struct item *directory, IFsiItem *item);
HRESULT directory_remove(struct item *directory, BSTR path);
HRESULT directory_remove_tree(struct item *directory, BSTR path);

#endif
