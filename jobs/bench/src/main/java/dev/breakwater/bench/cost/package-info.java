/** What an observation costs in time, and a function's state in bytes, beside a random cut forest. */
package dev.breakwater.bench.cost;
