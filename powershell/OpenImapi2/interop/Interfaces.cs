// Made by tools/lib/idl-to-csharp of the IDL: interfaces in the simpler form, in C# 5. A property is two methods.
using System;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2
{
    [ComImport, Guid("27354130-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IDiscMaster2
    {
        [return: MarshalAs(UnmanagedType.IUnknown)] object GetNewEnum();
        string GetItem(int index);
        int GetCount();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetIsSupportedEnvironment();
    }

    [ComImport, Guid("27354133-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IDiscRecorder2
    {
        void EjectMedia();
        void CloseTray();
        void AcquireExclusiveAccess([MarshalAs(UnmanagedType.VariantBool)] bool force, string __MIDL__IDiscRecorder20000);
        void ReleaseExclusiveAccess();
        void DisableMcn();
        void EnableMcn();
        void InitializeDiscRecorder(string recorderUniqueId);
        string GetActiveDiscRecorder();
        string GetVendorId();
        string GetProductId();
        string GetProductRevision();
        string GetVolumeName();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetVolumePathNames();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetDeviceCanLoadMedia();
        int GetLegacyDeviceNumber();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedFeaturePages();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetCurrentFeaturePages();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedProfiles();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetCurrentProfiles();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedModePages();
        string GetExclusiveAccessOwner();
    }

    [ComImport, Guid("27354132-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IDiscRecorder2Ex
    {
        [PreserveSig] int SendCommandNoData([MarshalAs(UnmanagedType.LPArray)] byte[] Cdb,
            uint CdbSize,
            [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] SenseBuffer,
            uint Timeout);
        [PreserveSig] int SendCommandSendDataToDevice([MarshalAs(UnmanagedType.LPArray)] byte[] Cdb,
            uint CdbSize,
            [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] SenseBuffer,
            uint Timeout,
            [MarshalAs(UnmanagedType.LPArray)] byte[] Buffer,
            uint BufferSize);
        [PreserveSig] int SendCommandGetDataFromDevice([MarshalAs(UnmanagedType.LPArray)] byte[] Cdb,
            uint CdbSize,
            [Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 18)] byte[] SenseBuffer,
            uint Timeout,
            [Out, MarshalAs(UnmanagedType.LPArray)] byte[] Buffer,
            uint BufferSize,
            out uint BufferFetched);
        void ReadDvdStructure(uint format, uint address, uint layer, uint agid, out IntPtr data, out uint count);
        void SendDvdStructure(uint format, [MarshalAs(UnmanagedType.LPArray)] byte[] data, uint count);
        void GetAdapterDescriptor(out IntPtr data, out uint byteSize);
        void GetDeviceDescriptor(out IntPtr data, out uint byteSize);
        void GetDiscInformation(out IntPtr discInformation, out uint byteSize);
        void GetTrackInformation(uint address, int addressType, out IntPtr trackInformation, out uint byteSize);
        void GetFeaturePage(int requestedFeature, byte currentFeatureOnly, out IntPtr featureData, out uint byteSize);
        void GetModePage(int requestedModePage, int requestType, out IntPtr modePageData, out uint byteSize);
        void SetModePage(int requestType, [MarshalAs(UnmanagedType.LPArray)] byte[] data, uint byteSize);
        void GetSupportedFeaturePages(byte currentFeatureOnly, out IntPtr featureData, out uint byteSize);
        void GetSupportedProfiles(byte currentOnly, out IntPtr profileTypes, out uint validProfiles);
        void GetSupportedModePages(int requestType, out IntPtr modePageTypes, out uint validPages);
        uint GetByteAlignmentMask();
        uint GetMaximumNonPageAlignedTransferSize();
        uint GetMaximumPageAlignedTransferSize();
    }

    [ComImport, Guid("27354153-9F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IDiscFormat2Data
    {
        [return: MarshalAs(UnmanagedType.VariantBool)] bool IsRecorderSupported(IDiscRecorder2 recorder);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool IsCurrentMediaSupported(IDiscRecorder2 recorder);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetMediaPhysicallyBlank();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetMediaHeuristicallyBlank();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedMediaTypes();
        void SetRecorder(IDiscRecorder2 value);
        IDiscRecorder2 GetRecorder();
        void SetBufferUnderrunFreeDisabled([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetBufferUnderrunFreeDisabled();
        void SetPostgapAlreadyInImage([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetPostgapAlreadyInImage();
        int GetCurrentMediaStatus();
        int GetWriteProtectStatus();
        int GetTotalSectorsOnMedia();
        int GetFreeSectorsOnMedia();
        int GetNextWritableAddress();
        int GetStartAddressOfPreviousSession();
        int GetLastWrittenAddressOfPreviousSession();
        void SetForceMediaToBeClosed([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetForceMediaToBeClosed();
        void SetDisableConsumerDvdCompatibilityMode([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetDisableConsumerDvdCompatibilityMode();
        int GetCurrentPhysicalMediaType();
        void SetClientName(string value);
        string GetClientName();
        int GetRequestedWriteSpeed();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetRequestedRotationTypeIsPureCAV();
        int GetCurrentWriteSpeed();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetCurrentRotationTypeIsPureCAV();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedWriteSpeeds();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedWriteSpeedDescriptors();
        void SetForceOverwrite([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetForceOverwrite();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetMultisessionInterfaces();
        void Write(IStream data);
        void CancelWrite();
        [PreserveSig] int SetWriteSpeed(int RequestedSectorsPerSecond, [MarshalAs(UnmanagedType.VariantBool)] bool RotationTypeIsPureCAV);
    }

    [ComImport, Guid("2735413D-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IDiscFormat2DataEventArgs
    {
        int GetStartLba();
        int GetSectorCount();
        int GetLastReadLba();
        int GetLastWrittenLba();
        int GetTotalSystemBuffer();
        int GetUsedSystemBuffer();
        int GetFreeSystemBuffer();
        int GetElapsedTime();
        int GetRemainingTime();
        int GetTotalTime();
        int GetCurrentAction();
    }

    [ComImport, Guid("2735413C-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
    public interface DDiscFormat2DataEvents
    {
        [DispId(0x200)] void Update([MarshalAs(UnmanagedType.IDispatch)] object source,
            [MarshalAs(UnmanagedType.IDispatch)] object progress);
    }

    [ComImport, Guid("27354156-8F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IDiscFormat2Erase
    {
        [return: MarshalAs(UnmanagedType.VariantBool)] bool IsRecorderSupported(IDiscRecorder2 recorder);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool IsCurrentMediaSupported(IDiscRecorder2 recorder);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetMediaPhysicallyBlank();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetMediaHeuristicallyBlank();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetSupportedMediaTypes();
        void SetRecorder(IDiscRecorder2 value);
        IDiscRecorder2 GetRecorder();
        void SetFullErase([MarshalAs(UnmanagedType.VariantBool)] bool value);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetFullErase();
        int GetCurrentPhysicalMediaType();
        void SetClientName(string value);
        string GetClientName();
        void EraseMedia();
    }

    [ComImport, Guid("2735413A-7F64-5B0F-8F00-5D77AFBE261E"), InterfaceType(ComInterfaceType.InterfaceIsIDispatch)]
    public interface DDiscFormat2EraseEvents
    {
        [DispId(0x200)] void Update([MarshalAs(UnmanagedType.IDispatch)] object source, int elapsedSeconds, int estimatedTotalSeconds);
    }

    [ComImport, Guid("D2FFD834-958B-426D-8470-2A13879C6A91"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IBurnVerification
    {
        void SetBurnVerificationLevel(int value);
        int GetBurnVerificationLevel();
    }

    [ComImport, Guid("2C941FD4-975B-59BE-A960-9A2A262853A5"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IBootOptions
    {
        IStream GetBootImage();
        string GetManufacturer();
        void SetManufacturer(string newVal);
        int GetPlatformId();
        void SetPlatformId(int newVal);
        int GetEmulation();
        void SetEmulation(int newVal);
        uint GetImageSize();
        void AssignBootImage(IStream newVal);
    }

    [ComImport, Guid("2C941FD8-975B-59BE-A960-9A2A262853A5"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IFileSystemImageResult
    {
        IStream GetImageStream();
        [return: MarshalAs(UnmanagedType.IUnknown)] object GetProgressItems();
        int GetTotalBlocks();
        int GetBlockSize();
        string GetDiscId();
    }

    [ComImport, Guid("2C941FDC-975B-59BE-A960-9A2A262853A5"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IFsiDirectoryItem
    {
        string GetName();
        string GetFullPath();
        DateTime GetCreationTime();
        void SetCreationTime(DateTime newVal);
        DateTime GetLastAccessedTime();
        void SetLastAccessedTime(DateTime newVal);
        DateTime GetLastModifiedTime();
        void SetLastModifiedTime(DateTime newVal);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetIsHidden();
        void SetIsHidden([MarshalAs(UnmanagedType.VariantBool)] bool newVal);
        string FileSystemName(int fileSystem);
        string FileSystemPath(int fileSystem);
        [return: MarshalAs(UnmanagedType.IUnknown)] object GetNewEnum();
        [return: MarshalAs(UnmanagedType.IUnknown)] object GetItem(string path);
        int GetCount();
        [return: MarshalAs(UnmanagedType.IUnknown)] object GetEnumFsiItems();
        void AddDirectory(string path);
        void AddFile(string path, IStream fileData);
        void AddTree(string sourceDirectory, [MarshalAs(UnmanagedType.VariantBool)] bool includeBaseDirectory);
        void Add([MarshalAs(UnmanagedType.IUnknown)] object item);
        void Remove(string path);
        void RemoveTree(string path);
    }

    [ComImport, Guid("D7644B2C-1537-4767-B62F-F1387B02DDFD"), InterfaceType(ComInterfaceType.InterfaceIsDual)]
    public interface IFileSystemImage2
    {
        IFsiDirectoryItem GetRoot();
        int GetSessionStartBlock();
        void SetSessionStartBlock(int newVal);
        int GetFreeMediaBlocks();
        void SetFreeMediaBlocks(int newVal);
        void SetMaxMediaBlocksFromDevice(IDiscRecorder2 discRecorder);
        int GetUsedBlocks();
        string GetVolumeName();
        void SetVolumeName(string newVal);
        string GetImportedVolumeName();
        IBootOptions GetBootImageOptions();
        void SetBootImageOptions(IBootOptions newVal);
        int GetFileCount();
        int GetDirectoryCount();
        string GetWorkingDirectory();
        void SetWorkingDirectory(string newVal);
        int GetChangePoint();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetStrictFileSystemCompliance();
        void SetStrictFileSystemCompliance([MarshalAs(UnmanagedType.VariantBool)] bool newVal);
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetUseRestrictedCharacterSet();
        void SetUseRestrictedCharacterSet([MarshalAs(UnmanagedType.VariantBool)] bool newVal);
        int GetFileSystemsToCreate();
        void SetFileSystemsToCreate(int newVal);
        int GetFileSystemsSupported();
        void SetUDFRevision(int newVal);
        int GetUDFRevision();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetUDFRevisionsSupported();
        void ChooseImageDefaults(IDiscRecorder2 discRecorder);
        void ChooseImageDefaultsForMediaType(int value);
        void SetISO9660InterchangeLevel(int newVal);
        int GetISO9660InterchangeLevel();
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetISO9660InterchangeLevelsSupported();
        IFileSystemImageResult CreateResultImage();
        int Exists(string fullPath);
        string CalculateDiscIdentifier();
        int IdentifyFileSystemsOnDisc(IDiscRecorder2 discRecorder);
        int GetDefaultFileSystemForImport(int fileSystems);
        int ImportFileSystem();
        void ImportSpecificFileSystem(int fileSystemToUse);
        void RollbackToChangePoint(int changePoint);
        void LockInChangePoint();
        IFsiDirectoryItem CreateDirectoryItem(string name);
        [return: MarshalAs(UnmanagedType.IUnknown)] object CreateFileItem(string name);
        string GetVolumeNameUDF();
        string GetVolumeNameJoliet();
        string GetVolumeNameISO9660();
        [return: MarshalAs(UnmanagedType.VariantBool)] bool GetStageFiles();
        void SetStageFiles([MarshalAs(UnmanagedType.VariantBool)] bool newVal);
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetMultisessionInterfaces();
        void SetMultisessionInterfaces([MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] newVal);
        [return: MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] GetBootImageOptionsArray();
        void SetBootImageOptionsArray([MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_VARIANT)] object[] newVal);
    }
}
