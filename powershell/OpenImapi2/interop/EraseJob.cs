// Erases the disc in a recorder.
using System.Runtime.InteropServices;

namespace OpenImapi2
{
    [ComVisible(true), ClassInterface(ClassInterfaceType.None)]
    public class EraseJob : Job, DDiscFormat2EraseEvents
    {
        public string RecorderId, ClientName;
        public bool Full;

        protected override void Work()
        {
            var eraser = (IDiscFormat2Erase)Server.Eraser();
            eraser.SetRecorder(Server.Recorder(RecorderId));
            eraser.SetClientName(ClientName);
            eraser.SetFullErase(Full);
            StopIfCancelled();
            using (new Connection(eraser, typeof(DDiscFormat2EraseEvents), this)) eraser.EraseMedia();
        }

        void DDiscFormat2EraseEvents.Update(object eraser, int elapsed, int total)
        {
            Tell("Erasing", elapsed, total, total > elapsed ? total - elapsed : 0);
        }
    }
}
