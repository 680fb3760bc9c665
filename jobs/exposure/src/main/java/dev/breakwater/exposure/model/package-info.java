/** The readings of accounts and functions, with their gaps: the input of the judgement. */
package dev.breakwater.exposure.model;
