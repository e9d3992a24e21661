/* IEnumConnections and IEnumConnectionPoints over snapshots. Both are agile. */
#ifndef OPENIMAPI2_COM_CONNECTION_ENUM_H
#define OPENIMAPI2_COM_CONNECTION_ENUM_H

#include <windows.h>
#include <ocidl.h>

/* items: `count` of struct com_connection *, each with a reference. Array (base_alloc) and references are taken over on
 * success, left to the caller otherwise. A sink is fetched for the apartment that asks; one that is gone by then is
 * left out.
 */
HRESULT com_enum_connections_create(void **items, ULONG count, IEnumConnections **out);

/* Likewise, of IConnectionPoint *. */
HRESULT com_enum_connection_points_create(void **items, ULONG count, IEnumConnectionPoints **out);

#endif
