package stdrule

// Where something is gives a position, which is constant between its jumps.
//
//gograd:rule sort.Float64sAreSorted inactive
//gograd:rule sort.IntsAreSorted inactive
//gograd:rule sort.SearchFloat64s inactive
//gograd:rule sort.SearchInts inactive
//gograd:rule sort.SearchStrings inactive
//gograd:rule sort.StringsAreSorted inactive
const _ = "sort"

// As for package sort.
//
//gograd:rule slices.BinarySearch inactive
//gograd:rule slices.Compare inactive
//gograd:rule slices.Contains inactive
//gograd:rule slices.Equal inactive
//gograd:rule slices.Index inactive
//gograd:rule slices.IsSorted inactive
const _ = "slices"

// Comparisons.
//
//gograd:rule cmp.Compare inactive
//gograd:rule cmp.Less inactive
const _ = "cmp"
