package dev.breakwater.guard.stage;

import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.Sample;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Joins consecutive samples of one function, such as the metrics of a minute. Joining does not change the order of
 * samples. The joined samples are emitted before a sample of another function, and before a watermark or checkpoint.
 * The joined samples are also emitted when the source has no more data for now. The operator therefore has no state.
 */
public final class Bundle extends AbstractStreamOperator<Samples> implements OneInputStreamOperator<Sample, Samples> {

    private transient List<Sample> held;
    private transient long timestamp;
    private transient MailboxExecutor mailbox;
    private transient boolean asked;

    @Override
    public void open() throws Exception {
        super.open();
        held = new ArrayList<>();
    }

    @Override
    public void setMailboxExecutor(MailboxExecutor given) {
        super.setMailboxExecutor(given);
        mailbox = given;
    }

    @Override
    public void processElement(StreamRecord<Sample> record) {
        Sample s = record.getValue();
        if (!held.isEmpty() && !goesWithThem(s, record.getTimestamp())) letGo();
        held.add(s);
        timestamp = record.getTimestamp();
        if (asked) return;
        asked = true;
        mailbox.execute(this::asked, "emit a bundle");
    }

    private boolean goesWithThem(Sample s, long at) {
        Sample first = held.get(0);
        return held.size() < Samples.MOST
                && at == timestamp
                && s.function().equals(first.function())
                && s.arrivalMinute() == first.arrivalMinute()
                && s.silentFrom() == first.silentFrom()
                && s.silentTo() == first.silentTo();
    }

    private void asked() {
        asked = false;
        letGo();
    }

    private void letGo() {
        if (held.isEmpty()) return;
        output.collect(new StreamRecord<>(new Samples(List.copyOf(held)), timestamp));
        held.clear();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        letGo();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        letGo();
    }

    @Override
    public void finish() throws Exception {
        letGo();
        super.finish();
    }
}
