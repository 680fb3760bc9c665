package dev.breakwater.core.cost;

import java.util.List;
import java.util.Map;

/** The prices that tests compute with. */
final class Tariffs {

    private Tariffs() {}

    /** us-east-1 as of August 2026, and a region made up to be dearer. */
    static Tariff list() {
        return new Tariff(Map.of("us-east-1", usEast(), "eu-dear-1", dear()), 1_000_000, 400_000);
    }

    private static RegionTariff usEast() {
        ComputeTariff x86 = new ComputeTariff(
                List.of(
                        new Tier(6_000_000_000L, Amounts.pico(0.0000166667)),
                        new Tier(15_000_000_000L, Amounts.pico(0.000015)),
                        new Tier(Long.MAX_VALUE, Amounts.pico(0.0000133334))),
                Amounts.pico(0.0000041667),
                Amounts.pico(0.0000097222));
        ComputeTariff arm = new ComputeTariff(
                List.of(
                        new Tier(7_500_000_000L, Amounts.pico(0.0000133334)),
                        new Tier(18_750_000_000L, Amounts.pico(0.0000120001)),
                        new Tier(Long.MAX_VALUE, Amounts.pico(0.0000106667))),
                Amounts.pico(0.0000033334),
                Amounts.pico(0.0000077778));
        return new RegionTariff(Amounts.pico(0.0000002), Amounts.pico(0.0000000309), x86, arm);
    }

    private static RegionTariff dear() {
        ComputeTariff x86 = new ComputeTariff(
                List.of(
                        new Tier(6_000_000_000L, Amounts.pico(0.00002)),
                        new Tier(Long.MAX_VALUE, Amounts.pico(0.000018))),
                Amounts.pico(0.000005),
                Amounts.pico(0.000011));
        ComputeTariff arm = new ComputeTariff(
                List.of(new Tier(Long.MAX_VALUE, Amounts.pico(0.000016))),
                Amounts.pico(0.000004),
                Amounts.pico(0.000009));
        return new RegionTariff(Amounts.pico(0.00000028), Amounts.pico(0.00000004), x86, arm);
    }
}
