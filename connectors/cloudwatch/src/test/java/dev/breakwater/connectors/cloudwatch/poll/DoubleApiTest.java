package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;

class DoubleApiTest extends MetricsApiContract {
    private final StoredPoints points = new StoredPoints(() -> PollWorld.START_MILLIS);
    private final MetricsApi api =
            new DoubleApi(new CloudWatchDouble(points, () -> PollWorld.START_MILLIS), PollWorld.HOME);

    @Override
    MetricsApi api() {
        return api;
    }

    @Override
    long recentMinute() {
        return PollWorld.START - 30;
    }

    @Override
    void put(String function, MetricRole metric, long minute, double value) {
        points.put(PollWorld.HOME, function, ResourceKind.lambda().metric(metric), minute, value);
    }
}
