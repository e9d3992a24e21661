// For burn.cpp and erase.cpp: an event sink that calls a function with the arguments of each Update, the last one first.
#include <functional>
#include <ocidl.h>

_COM_SMARTPTR_TYPEDEF(IConnectionPointContainer, __uuidof(IConnectionPointContainer));
_COM_SMARTPTR_TYPEDEF(IConnectionPoint, __uuidof(IConnectionPoint));

class Sink : public IDispatch {
    std::function<void(VARIANT *)> tell;
    LONG references = 1;

public:
    explicit Sink(std::function<void(VARIANT *)> function) : tell(function) {}
    virtual ~Sink() {}
    STDMETHODIMP QueryInterface(REFIID iid, void **out) override
    {
        *out = iid == __uuidof(IUnknown) || iid == __uuidof(IDispatch) ? this : nullptr;
        if (*out) AddRef();
        return *out ? S_OK : E_NOINTERFACE;
    }
    STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement(&references); }
    STDMETHODIMP_(ULONG) Release() override
    {
        LONG left = InterlockedDecrement(&references);
        if (!left) delete this;
        return left;
    }
    STDMETHODIMP GetTypeInfoCount(UINT *count) override { return *count = 0, S_OK; }
    STDMETHODIMP GetTypeInfo(UINT, LCID, ITypeInfo **info) override { return *info = nullptr, DISP_E_BADINDEX; }
    STDMETHODIMP GetIDsOfNames(REFIID, LPOLESTR *, UINT count, LCID, DISPID *ids) override // events are called by their number
    {
        while (count) ids[--count] = DISPID_UNKNOWN;
        return DISP_E_UNKNOWNNAME;
    }
    STDMETHODIMP Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS *parameters, VARIANT *, EXCEPINFO *, UINT *) override
    {
        tell(parameters->rgvarg);
        return S_OK;
    }

    // Receives the events of an object until the object is released.
    static void hear(IUnknown *object, REFIID events, std::function<void(VARIANT *)> function)
    {
        IConnectionPointContainerPtr container(object);
        IConnectionPointPtr point;
        DWORD cookie;

        check(container->FindConnectionPoint(events, &point));
        Sink *sink = new Sink(function);
        HRESULT hr = point->Advise(sink, &cookie);
        sink->Release();
        check(hr);
    }
};

// Opens the recorder of this number, counted from 0.
inline IDiscRecorder2Ptr open_recorder(LONG number)
{
    IDiscMaster2Ptr master(__uuidof(MsftDiscMaster2));
    IDiscRecorder2Ptr recorder(__uuidof(MsftDiscRecorder2));
    _bstr_t id;

    check(master->get_Item(number, id.GetAddress()));
    check(recorder->InitializeDiscRecorder(id));
    return recorder;
}
