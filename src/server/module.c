/* Look-ups in the description of a server. */
#include "server/module.h"

const struct server_class *server_class_find(const struct server_module *module, REFCLSID clsid)
{
    size_t i;

    for (i = 0; i < module->class_count; i++) {
        if (module->classes[i].clsid && IsEqualCLSID(clsid, module->classes[i].clsid)) return &module->classes[i];
        if (IsEqualCLSID(clsid, module->classes[i].own_clsid)) return &module->classes[i];
    }
    return NULL;
}
