package lower_test

// The snippets are run natively and, lowered, by the interpreter. Each takes a slice of at least six elements, which it may change.

var snippets = map[string]func(x []float64, n int) float64{
	"sSwap": sSwap, "sTuple": sTuple, "sRotate": sRotate, "sIndexFirst": sIndexFirst, "sCallOrder": sCallOrder,
	"sOpOrder": sOpOrder, "sLogicOrder": sLogicOrder, "sLitOrder": sLitOrder, "sPureOrder": sPureOrder, "sShadow": sShadow,
	"sLabels": sLabels, "sSwitch": sSwitch, "sFallthrough": sFallthrough, "sSwitchTag": sSwitchTag, "sStructs": sStructs,
	"sArrays": sArrays, "sBoxes": sBoxes, "sBoxedLoop": sBoxedLoop, "sBoxedResult": sBoxedResult, "sBoxedParam": sBoxedParam,
	"sAliasRows": sAliasRows, "sRangeReassign": sRangeReassign, "sRangeArrayCopy": sRangeArrayCopy, "sRangePtr": sRangePtr,
	"sRangeInts": sRangeInts, "sRangeAssign": sRangeAssign, "sCounts": sCounts, "sBoundField": sBoundField, "sBoundSlice": sBoundSlice,
	"sBoundCallee": sBoundCallee, "sWhile": sWhile, "sNested": sNested, "sEmbedded": sEmbedded, "sMethods": sMethods, "sVariadic": sVariadic,
	"sRecursion": sRecursion, "sMultiThrough": sMultiThrough, "sNaked": sNaked, "sReturnOrder": sReturnOrder, "sIntOps": sIntOps,
	"sFloat32": sFloat32, "sNamed": sNamed, "sCopyOverlap": sCopyOverlap, "sSlices": sSlices, "sPointers": sPointers,
	"sLinked": sLinked, "sPanics": sPanics, "sBounds": sBounds, "sConsts": sConsts, "sMinMax": sMinMax, "sStrings": sStrings,
	"sGenerics": sGenerics, "sMathMulti": sMathMulti, "sZeroValues": sZeroValues, "sCompare": sCompare, "sNewExpr": sNewExpr,
	"sSpread": sSpread, "sIncIndex": sIncIndex, "sNilSlices": sNilSlices, "sArrayOfArrays": sArrayOfArrays, "sStructTuple": sStructTuple,
	"sContinuePost": sContinuePost, "sStepDown": sStepDown, "sBlank": sBlank, "sMethodExpr": sMethodExpr, "sDivZero": sDivZero,
	"mReceiver":        mReceiver,
	"mIndexCalls":      mIndexCalls,
	"mReturnDeep":      mReturnDeep,
	"mLoopCalls":       mLoopCalls,
	"mSwitchInit":      mSwitchInit,
	"mPointerChain":    mPointerChain,
	"mArraysInStructs": mArraysInStructs,
	"mNilDeref":        mNilDeref,
	"mConvert":         mConvert,
	"mBoolOps":         mBoolOps,
	"mAliasArgs":       mAliasArgs,
	"mScratch":         mScratch,
	"mShadowedLoop":    mShadowedLoop,
	"mGenericBoxes":    mGenericBoxes,
	"mAccumulate":      mAccumulate,
}
