package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmPost;
import dev.breakwater.guard.Channel;
import dev.breakwater.guard.convert.AlarmRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Sends an alert to the configured receivers outside the job. */
public final class OneAlarm {

    private OneAlarm() {}

    /**
     * Sends an alarm to the receivers that the routes select, and waits at most this long for each.
     *
     * @param place its region applies to secrets and event buses that do not name a region
     * @return uids of the channels that sent the alarm
     */
    public static List<String> tell(Settings settings, Place place, AlarmEvent alarm, Duration atMost)
            throws InterruptedException {
        List<String> took = new ArrayList<>();
        AlarmEvent sent = AlarmRoutes.of(settings).send(alarm, name -> Map.of());
        for (Channel channel : Channels.of(settings, place)) {
            if (alarm.tellsOnly() ? !channel.takesActs() : !channel.takesAlarms()) continue;
            try (AlarmPost post = channel.sink().post(new UnregisteredMetricsGroup())) {
                post.offer(sent);
                if (post.finish(atMost) > 0) took.add(channel.uid());
            }
        }
        return took;
    }
}
