/* Burns the content of a folder. On a disc that is not blank it is added to the files there: to an open disc as another
 * session, to a rewritable one in place.
 *     folder_c FOLDER [RECORDER, counted from 0]
 */
#define COBJMACROS
#include <stdlib.h>
#include <initguid.h>
#include <imapi2fs.h>
#include "show.h"
#include "recorder.h"

/* Absolute, as AddTree wants it. */
static BSTR path_of(const char *text)
{
    char path[MAX_PATH];
    WCHAR wide[MAX_PATH];

    if (!_fullpath(path, text, MAX_PATH)) return NULL;
    return MultiByteToWideChar(CP_ACP, 0, path, -1, wide, MAX_PATH) ? SysAllocString(wide) : NULL;
}

/* For the disc as it is: the files that are on it are in the image afterwards. */
static HRESULT make_ready(IFileSystemImage *image, IDiscFormat2Data *writer, IDiscRecorder2 *recorder)
{
    VARIANT_BOOL blank = VARIANT_FALSE;
    FsiFileSystems imported;
    SAFEARRAY *sessions;
    HRESULT hr = IDiscFormat2Data_get_MediaHeuristicallyBlank(writer, &blank);

    if (FAILED(hr)) return hr;
    if (blank) return IFileSystemImage_ChooseImageDefaults(image, recorder);
    hr = IDiscFormat2Data_get_MultisessionInterfaces(writer, &sessions);
    if (FAILED(hr)) return hr;
    hr = IFileSystemImage_put_MultisessionInterfaces(image, sessions);
    SafeArrayDestroy(sessions);
    return SUCCEEDED(hr) ? IFileSystemImage_ImportFileSystem(image, &imported) : hr;
}

int main(int argc, char **argv)
{
    LONG number = argc > 2 ? atoi(argv[2]) : 0;
    BSTR name = SysAllocString(L"folder.c"), folder;
    IFileSystemImageResult *result;
    IFsiDirectoryItem *root;
    IFileSystemImage *image;
    IDiscFormat2Data *writer;
    IDiscRecorder2 *recorder;
    IStream *stream;
    HRESULT hr;

    if (argc < 2) return puts("folder_c FOLDER [RECORDER]"), 2;
    CoInitialize(NULL);
    folder = path_of(argv[1]);
    hr = open_recorder(number, &recorder);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_ALL, &IID_IDiscFormat2Data, (void **)&writer);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_Recorder(writer, recorder);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_ClientName(writer, name);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_put_DisableConsumerDvdCompatibilityMode(writer, VARIANT_TRUE);
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&CLSID_MsftFileSystemImage, NULL, CLSCTX_ALL, &IID_IFileSystemImage, (void **)&image);
    if (SUCCEEDED(hr)) hr = make_ready(image, writer, recorder);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_get_Root(image, &root);
    if (SUCCEEDED(hr)) hr = IFsiDirectoryItem_AddTree(root, folder, VARIANT_FALSE);
    if (SUCCEEDED(hr)) hr = IFileSystemImage_CreateResultImage(image, &result);
    if (SUCCEEDED(hr)) hr = IFileSystemImageResult_get_ImageStream(result, &stream);
    if (SUCCEEDED(hr)) hr = IDiscFormat2Data_Write(writer, stream);
    show("Burning", hr, L"done");
    SysFreeString(folder);
    SysFreeString(name);
    return FAILED(hr);
}
