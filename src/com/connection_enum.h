/* IEnumConnections and IEnumConnectionPoints over snapshots. Both are agile. */
#ifndef OPENIMAPI2_COM_CONNECTION_ENUM_H
#define OPENIMAPI2_COM_CONNECTION_ENUM_H

#include <windows.h>
#include <ocidl.h>

/* items: an array (base_alloc) of `count` struct com_connection *, each with a reference. The enumerator takes over the
 * array and the references on success; on failure they stay the caller's. Each sink is fetched for the apartment that
 * calls Next; a sink that is gone by then is left out.
 */
HRESULT com_enum_connections_create(void **items, ULONG count, IEnumConnections **out);

/* Likewise, with items of type IConnectionPoint *. */
HRESULT com_enum_connection_points_create(void **items, ULONG count, IEnumConnectionPoints **out);

#endif
