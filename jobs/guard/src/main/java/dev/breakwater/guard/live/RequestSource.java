package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import dev.breakwater.engine.control.Request;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A source of people's requests. The source notices a new request within seconds. Each start emits all requests that
 * may still have an effect. Receivers recognise repeated requests by their ids. Use the source with parallelism 1. The
 * source emits the maximal watermark at once. The task must be able to read the folder's path.
 */
public final class RequestSource extends AskingSource<Request> {

    private final String folder;

    /** @param folder the folder that {@code requests.path} names */
    public RequestSource(String folder) {
        this.folder = folder;
    }

    @Override
    protected AskingReader<Request> reader(Counter read, MetricGroup own) {
        return new RequestReader(Folders.of(folder), System::currentTimeMillis, read).measuredIn(own);
    }

    @Override
    public TypeInformation<Request> getProducedType() {
        return TypeInformation.of(Request.class);
    }
}
