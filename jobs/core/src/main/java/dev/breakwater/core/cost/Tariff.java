package dev.breakwater.core.cost;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A price table.
 *
 * @param regions       by region name; never empty
 * @param freeRequests  requests a month that are free, once for the whole organisation
 * @param freeGbSeconds GB-seconds a month that are free, once for the whole organisation
 */
public record Tariff(Map<String, RegionTariff> regions, long freeRequests, long freeGbSeconds) implements Serializable {

    public Tariff {
        regions = new TreeMap<>(regions);
    }

    /** The region whose computing is dearest: it stands for a region that the table lacks. */
    public String dearest() {
        String dearest = "";
        long price = -1;
        for (Map.Entry<String, RegionTariff> e : regions.entrySet()) {
            long first = e.getValue().x86().tiers().get(0).pico();
            if (first > price) dearest = e.getKey();
            price = Math.max(price, first);
        }
        return dearest;
    }
}
