package dev.breakwater.cli.socket;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.inventory.EveryKind.ListedKind;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.ListedFunction;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.Page;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.Pricing;
import dev.breakwater.model.kind.ResourceKind;
import java.util.List;
import java.util.Map;

/**
 * A made-up kind of resource. A mill has no metric of milliseconds. In each minute, the first 1,000 sacks are free, and
 * every other sack costs 0.0001 USD.
 */
public final class Mill extends ResourceKind implements ListedKind {

    static final int FREE_SACKS = 1_000;
    static final double NANO_PER_SACK = 100_000;

    public Mill() {
        super(
                "mill",
                "Mills/Grinding",
                "MillName",
                Map.of(
                        MetricRole.CALLS, "SacksGround",
                        MetricRole.CONCURRENCY, "StonesTurning",
                        MetricRole.REFUSALS, "SacksRefused"));
    }

    @Override
    public Pricing pricing(PriceList prices, Scope mill, FunctionFacts facts, double addOnNano) {
        return (sacks, milliseconds) -> Math.max(0, sacks - FREE_SACKS) * NANO_PER_SACK + sacks * addOnNano;
    }

    @Override
    public String arn(Scope mill) {
        return "arn:aws:mills:" + mill.region() + ':' + mill.account() + ":mill/" + atAws(mill.key());
    }

    @Override
    public LeverKind lever() {
        return LeverKind.of(MillGate.WIRE);
    }

    @Override
    public Answer<Page<ListedFunction>> list(InventoryPlace place, Map<String, String> environment, String marker) {
        List<ListedFunction> mills = MillGate.AT.keySet().stream()
                .map(mill -> FunctionFacts.listed(
                                Scope.function(place.account(), place.region(), mill), 0, "", 0, -1, Capacity.FREE_MB)
                        .with(
                                MillGate.tags(mill),
                                ReservationFacts.of(MillGate.AT.get(mill).stones()),
                                TriggerFacts.UNKNOWN,
                                Capacity.NONE))
                .map(facts -> new ListedFunction(facts, ""))
                .toList();
        return Answer.of(new Page<>(mills, ""));
    }
}
