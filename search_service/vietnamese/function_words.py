"""Words that name nothing: where a phrase begins or ends in one, it is none to search for.

Searching keeps every word; this list only judges runs of words that are offered as phrases.
"""

from typing import Final

FUNCTION_WORDS: Final = frozenset(
    """
    ai anh bà bác bạn ba bảy bằng bị biết bốn bởi cả cần càng các cái cậu chẳng chỉ chị chiếc chín
    cho chưa chúng có con còn cô cuộc cũng cùng của cứ do dù dưới đã đang đâu đây đầu đều đến để đi
    đó đôi đối được em gần giờ giữa gì hai hãy hắn hay hết họ hoặc hơn khi khiến khoảng không
    kia là lại làm lần lắm lên lúc luôn mà mấy mình mọi mỗi một mười muốn nào này năm nay nên
    nếu ngay ngày ngoài người nhau nhất nhiều như nhưng những nó nói nữa ở ông phải qua quá quanh ra
    rằng rất rồi sau sáu sao sẽ sự tại tám tám tao ta tháng thấy thế thêm theo thì tôi tới trên
    trong trước tuổi từ từng và vài vào vậy vẫn về vì việc với vụ vừa xuống ấy cách chính gồm
    hiện lấy nhằm nhờ riêng suốt tận thuộc trừ tuy ví vốn đúng đưa
    bao_gồm bao_giờ bao_nhiêu bây_giờ bên_cạnh bởi_vì cho_biết cho_đến cho_rằng chẳng_hạn chúng_ta
    chúng_tôi có_lẽ có_thể cũng_như cụ_thể do_đó do_vậy đặc_biệt đầu_tiên đối_với đồng_thời đôi_khi
    gần_đây hầu_hết hiện_nay hơn_nữa không_chỉ không_thể lần_đầu lần_này liên_quan mặc_dù
    mặt_khác một_cách một_số nói_chung nói_riêng ngay_cả ngay_lập_tức ngay_sau ngoài_ra như_thế
    như_vậy nhờ_vậy nhằm_mục_đích rất_nhiều sau_đó sau_khi tất_cả thậm_chí theo_đó thì_phải
    thông_qua thường_xuyên toàn_bộ trong_đó trong_khi trước_đó trước_khi trở_lại trở_nên trở_thành
    tuy_nhiên tuy_vậy tức_là từ_đó và_cả vì_sao vì_thế vì_vậy vô_cùng với_nhau xung_quanh nếu_như
    nhìn_chung đồng_chí bản_thân
    """.split()  # noqa: SIM905 - a list of two hundred strings is not read by anybody
)
"""In normal form and lower case; the syllables of one word are joined by ``_``."""
